"""Measures: networks as arrays, and all that is computed on them.

Knows arrays only: nothing of RDF graphs, queries, names or faces.
"""
