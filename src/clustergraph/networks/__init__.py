"""Networks: which rows of a graph make ties, and what is known of those who are tied.

What counts as a tie is said by queries/network/. Computes no measure.
"""
