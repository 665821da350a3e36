"""Formats: tables, triples, RDF files, network files and charts as bytes, and files written whole.

Knows nothing of where their content comes from.
"""
