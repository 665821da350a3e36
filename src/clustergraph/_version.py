"""The version of clustergraph; imports nothing, so that every room may know it."""

__version__ = "0.1.0"
