"""Every error a user can meet; knows no other module.

ClustergraphError
├── RequestError   the command line asks for something that is not there
├── QueryError     a query file does not parse, lacks a header, or may not run
├── SourceError    an input file cannot be read or holds something that is wrong
├── GraphError     the graph folder or file is missing, damaged or of another version
├── EndpointError  a SPARQL endpoint does not answer, or not with what was asked
└── OutputError    the result cannot be written where it was asked for

A message is one line: where, what, and what to do next. Only `cli` prints it, and exits with 2.
"""


class ClustergraphError(Exception):
    """Base of all errors whose message is meant for the user."""


class RequestError(ClustergraphError):
    """A name, a parameter or an option does not exist or does not fit."""


class QueryError(ClustergraphError):
    """A SPARQL query is wrong or is refused; the message carries file, line and column."""


class SourceError(ClustergraphError):
    """An input file is missing or wrong; the message carries file and line."""


class GraphError(ClustergraphError):
    """A graph cannot be opened; the message says which command makes it again."""


class EndpointError(ClustergraphError):
    """An endpoint failed; the message carries its address and its own words, never a secret."""


class OutputError(ClustergraphError):
    """A file cannot be written."""
