"""`python -m clustergraph.cli`."""

from clustergraph.cli import main

main()
