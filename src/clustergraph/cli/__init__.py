"""The command line: one command, one library function. The only room that prints or exits.

Exit codes: 0 done, 1 findings, 2 a wrong request, file or graph. Data goes to stdout, all else to
stderr. Library modules are imported inside the commands, so that `--help` answers at once.
"""

from clustergraph.cli.program import cli, main, run

__all__ = ["cli", "main", "run"]
