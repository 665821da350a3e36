"""What `import clustergraph as cg` offers: build and open a graph, ask it, analyse its networks,
and take them along.

Every command has its function, each a few lines on the library; knows nothing of how anything is
computed.
"""

from __future__ import annotations

from clustergraph.answers.answer import Answer, Note, Origin
from clustergraph.answers.info import Info
from clustergraph.api.analyses import (
    # [[[cog from faces import analyses; analyses() ]]]
    backbone,
    brief,
    brokers,
    communities,
    consortium,
    evolution,
    explain,
    find,
    flows,
    gaps,
    network_info,
    path,
    rank,
    recommend,
    scorecard,
    search,
    what_if,
    # [[[end]]]
)
from clustergraph.api.asking import (
    describe,
    docs,
    info,
    open,
    query,
    questions,
    reconcile,
    sparql,
    validate,
)
from clustergraph.api.making import build, decisions, fetch, push, template
from clustergraph.api.networks import export, network, publish, view
from clustergraph.errors import ClustergraphError as Error
from clustergraph.errors import (
    EndpointError,
    GraphError,
    LimitError,
    OutputError,
    QueryError,
    RequestError,
    SourceError,
)
from clustergraph.formats.tables import Table
from clustergraph.graph.location import Location
from clustergraph.questions.contract import Column, Contract, Parameter
from clustergraph.vocabulary.findings import Finding

__all__ = [
    # [[[cog from faces import names; names() ]]]
    "Answer",
    "Column",
    "Contract",
    "EndpointError",
    "Error",
    "Finding",
    "GraphError",
    "Info",
    "LimitError",
    "Location",
    "Note",
    "Origin",
    "OutputError",
    "Parameter",
    "QueryError",
    "RequestError",
    "SourceError",
    "Table",
    "backbone",
    "brief",
    "brokers",
    "build",
    "communities",
    "consortium",
    "decisions",
    "describe",
    "docs",
    "evolution",
    "explain",
    "export",
    "fetch",
    "find",
    "flows",
    "gaps",
    "info",
    "network",
    "network_info",
    "open",
    "path",
    "publish",
    "push",
    "query",
    "questions",
    "rank",
    "recommend",
    "reconcile",
    "scorecard",
    "search",
    "sparql",
    "template",
    "validate",
    "view",
    "what_if",
    # [[[end]]]
]
