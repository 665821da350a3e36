"""Answers: one module an analysis; each asks a graph, computes, and returns what it found.

Knows networks, measures and questions. Prints nothing, and names no option of any face.
"""
