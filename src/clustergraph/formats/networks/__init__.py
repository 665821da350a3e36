"""A network as a file for other tools, one module a format; `registry.WRITERS` is the list."""
