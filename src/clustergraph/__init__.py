"""clustergraph: the knowledge graph of partners, projects and funding of innovation clusters."""

__version__ = "0.1.0"
