"""The command line: one command, one library function. The only room that prints or exits.

Exit codes: 0 done, 1 findings, 2 a wrong request, file or graph. Data goes to stdout, all else to
stderr. Library modules are imported inside the commands, so that `--help` answers at once.
"""

# In the order in which a newcomer meets the commands: each module adds its own to the program.
from clustergraph.cli import building, asking, analyses  # isort: skip
from clustergraph.cli import showing, remote  # isort: skip
from clustergraph.cli.program import cli, main, run

__all__ = ["analyses", "asking", "building", "cli", "main", "remote", "run", "showing"]
