"""The graph over HTTP: every question and analysis as an address, OpenAPI, and SPARQL.

Made from the contracts, so that an entry in a registry appears here without a line of its own.
Knows requests and responses; nothing of how anything is computed.
"""
