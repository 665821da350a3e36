"""Graphs: a folder, an RDF file or an endpoint, opened and asked in SPARQL.

Knows engines and protocols; nothing of what a graph is about.
"""
