"""Questions: saved queries, what they ask for, and how what a person types becomes a term.

Knows files under queries/ and an open graph; nothing of networks.
"""
