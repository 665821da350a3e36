"""`python -m clustergraph`: the same program as `clustergraph`."""

from clustergraph.cli import main

if __name__ == "__main__":
    main()
