"""SPARQL 1.1 endpoints: one question at a time, answered whole or not at all.

`client` asks and tries again, `paging` rewrites a question so that its answer can be counted and
cut into pages, `index` is the engine of a graph location. Import the modules: this one loads none
of them.
"""
