"""The vocabulary: the reference of its terms, and the check of a graph against shapes and rules.

Knows the folder ontology/ and an open graph; nothing of saved questions.
"""
