"""Building: from sources to a graph folder. The only room that writes one.

Knows sources and folders; asks a graph nothing.
"""
