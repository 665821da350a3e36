"""clustergraph: the knowledge graph of partners, projects and funding of innovation clusters.

    import clustergraph as cg

    graph = cg.open("graph")
    cg.query(graph, "partners", organisation="mecatech")
    cg.query(graph, sparql="SELECT * WHERE { ?s ?p ?o } LIMIT 10")
    cg.rank(graph, measures=["betweenness"], country="BE")
    cg.network(graph, "partners")
    cg.export(graph, "partners.gexf", network="partners")

These load what they need when they are first used, so that the command line answers at once.
"""

from __future__ import annotations

from clustergraph._version import __version__

# Not from `typing`, whose loading would take longer than all else here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from clustergraph.api import (
        # [[[cog from faces import imports; imports() ]]]
        Answer,
        Column,
        Contract,
        EndpointError,
        Error,
        Finding,
        GraphError,
        Info,
        LimitError,
        Location,
        Note,
        Origin,
        OutputError,
        Parameter,
        QueryError,
        RequestError,
        SourceError,
        Table,
        backbone,
        brief,
        brokers,
        build,
        communities,
        consortium,
        decisions,
        describe,
        docs,
        evolution,
        explain,
        export,
        fetch,
        find,
        flows,
        gaps,
        info,
        network,
        network_info,
        open,
        path,
        publish,
        push,
        query,
        questions,
        rank,
        recommend,
        reconcile,
        scorecard,
        search,
        sparql,
        template,
        validate,
        view,
        what_if,
        # [[[end]]]
    )

__all__ = [
    # [[[cog from faces import names; names("__version__") ]]]
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
    "__version__",
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


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from clustergraph import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return __all__
