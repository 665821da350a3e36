"""Writes what the faces have of each operation: the Python functions of the analyses into
src/clustergraph/api/analyses.py, from their contracts, what chooses a network into networks.py
beside it, the public names into the __init__.py of both, and the list of commands into
cli/commands.py.

`make docs` runs it through cog; `make test` fails where a function is not what its contract says.
"""

from __future__ import annotations

import textwrap
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from clustergraph.answers.contracts import CHOICE
from clustergraph.answers.registry import ANALYSES, python_name
from clustergraph.cli.commands import MODULES
from clustergraph.cli.program import cli

if TYPE_CHECKING:
    from clustergraph.answers.registry import Analysis
    from clustergraph.questions.contract import Parameter

_TYPES = {
    "integer": "int",
    "year": "int",
    "number": "float",
    "decimal": "float",
    "boolean": "bool",
    "years": "str | int | tuple[int, int]",
    "graph": "Location | str | Path",
}
_WIDTH = 100
# What is offered beside the analyses.
_OFFERED = (
    "Answer", "Column", "Contract", "EndpointError", "Error", "Finding", "GraphError", "Info",
    "LimitError", "Location", "Note", "Origin", "OutputError", "Parameter", "QueryError",
    "RequestError", "SourceError", "Table", "build", "decisions", "describe", "docs", "export",
    "fetch", "info", "network", "open", "publish", "push", "query", "questions", "reconcile",
    "sparql", "template", "validate", "view",
)  # fmt: skip


def commands() -> None:
    """Print the entry of every command."""
    for module in MODULES:
        before = set(cli.commands)
        import_module(f"clustergraph.cli.{module}")
        for name, command in cli.commands.items():
            if name not in before:
                summary = command.get_short_help_str(_WIDTH)
                print(_entry(name, module, summary))


def _entry(name: str, module: str, summary: str) -> str:
    """One entry, broken where the formatter would break it."""
    line = f'    "{name}": ("{module}", "{summary}"),'
    if len(line) <= _WIDTH:
        return line
    return f'    "{name}": (\n        "{module}",\n        "{summary}",\n    ),'


def names(*more: str) -> None:
    """Print the public names and `more`, as `__all__` lists them."""
    for name in _public(*more):
        print(f'    "{name}",')


def imports() -> None:
    """Print the public names, as the package imports them from `api`."""
    for name in _public():
        print(f"        {name},")


def _public(*more: str) -> list[str]:
    # As the formatter sorts them: classes first.
    return sorted([*_OFFERED, *more, *(each.function for each in ANALYSES.values())])


def analyses() -> None:
    """Print the functions of the analyses, as `api` imports them."""
    for name in sorted(each.function for each in ANALYSES.values()):
        print(f"    {name},")


def choice(network: str = "") -> None:
    """Print what chooses a network as arguments; `network` is the one that is taken without, ""
    where the function has an argument of its own for it."""
    for each in CHOICE:
        if each.name != "network":
            print(f"    {_parameter(each)},")
        elif network:
            print(f"    {_parameter(replace(each, default=network))},")


def functions() -> None:
    """Print the function of every analysis."""
    for analysis in ANALYSES.values():
        print(_function(analysis), end="\n\n\n")


def _function(analysis: Analysis) -> str:
    parameters = analysis.contract.parameters
    first = [each for each in parameters if each.leading and not each.many]
    rest = [each for each in parameters if each not in first]
    signature = [
        "graph: Location",
        *map(_parameter, first),
        "*",
        *map(_parameter, rest),
        'lang: Lang = "en"',
    ]
    lines = [f"def {analysis.function}("]
    lines += [f"    {each}," for each in signature]
    lines += [") -> Answer:", _docstring(analysis)]
    lines += [f'    return _run("{analysis.contract.name}", locals())']
    return "\n".join(lines)


def _parameter(parameter: Parameter) -> str:
    kind = _TYPES.get(parameter.type, "str")
    if parameter.many:
        return f"{python_name(parameter.name)}: Sequence[{kind}] = ()"
    if parameter.required:
        return f"{python_name(parameter.name)}: {kind}"
    if parameter.default is None:
        return f"{python_name(parameter.name)}: {kind} | None = None"
    default = parameter.default
    written = f'"{default}"' if isinstance(default, str) else repr(default)
    return f"{python_name(parameter.name)}: {kind} = {written}"


def _docstring(analysis: Analysis) -> str:
    contract = analysis.contract
    told = [_wrapped(contract.question)]
    if contract.description:
        told += ["", _wrapped(contract.description)]
    told.append("")
    told += [
        _wrapped(f"{python_name(each.name)}: {each.description}", "    ")
        for each in contract.parameters
    ]
    told.append(_wrapped("lang: the language of labels, en or fr.", "    "))
    told[0] = told[0].replace("    ", '    """', 1)
    return "\n".join([*told, '    """'])


def _wrapped(text: str, hanging: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent="    ", subsequent_indent=f"    {hanging}",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
