"""The graph for assistants: tools, resources and prompts of the Model Context Protocol.

Made from the contracts. No tool takes a path, an address or a graph. Knows the protocol and its
bounds; nothing of how anything is computed.
"""
