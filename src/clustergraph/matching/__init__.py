"""Matching: how likely two names, places and identifiers are those of one organisation.

Knows values and tables only; asks no graph.
"""
