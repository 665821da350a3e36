"""Networks and what can be computed from them: who is tied to whom, how strongly, what follows.

Small ones are plain networkx graphs, large ones arrays (`ties.Ties`). What counts as a tie is said
by the queries in queries/network/, never here. Import the modules: this one loads none of them.
"""
