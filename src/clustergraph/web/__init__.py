"""What a browser shows: pages, and the words and facts on them.

Knows views and answers; only modules named for it ask a graph.
"""
