"""The command line: one command, one library function. The only room that prints or exits.

Exit codes: 0 done, 1 findings, 2 a wrong request, file or graph. Data goes to stdout, all else to
stderr. Library modules are imported inside the commands, so that `--help` answers at once.
"""

# In the order in which a newcomer meets the commands: each module adds its own to the program.
from clustergraph.cli import building, asking, networks, structure  # isort: skip
from clustergraph.cli import brokerage, change, showing, remote  # isort: skip
from clustergraph.cli.program import cli, main, run

__all__ = [
    "asking",
    "brokerage",
    "building",
    "change",
    "cli",
    "main",
    "networks",
    "remote",
    "run",
    "showing",
    "structure",
]
