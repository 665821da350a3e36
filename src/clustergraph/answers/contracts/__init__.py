"""The contracts of the analyses: what each is called, asks for and answers, in both languages.

Plain records, so that a face which only lists or describes loads no analysis.
"""

from clustergraph.answers.contracts.between import BROKERS, FLOWS
from clustergraph.answers.contracts.chains import EXPLAIN, PATH
from clustergraph.answers.contracts.change import WHAT_IF
from clustergraph.answers.contracts.deciding import GAPS, RECOMMEND
from clustergraph.answers.contracts.joining import BRIEF, CONSORTIUM
from clustergraph.answers.contracts.scoring import SCORECARD
from clustergraph.answers.contracts.seeking import FIND, SEARCH
from clustergraph.answers.contracts.shape import BACKBONE, COMMUNITIES, NETWORK_INFO
from clustergraph.answers.contracts.shared import CHOICE
from clustergraph.answers.contracts.standing import CENTRALITY, EVOLUTION

__all__ = [
    "BACKBONE",
    "BRIEF",
    "BROKERS",
    "CENTRALITY",
    "CHOICE",
    "COMMUNITIES",
    "CONSORTIUM",
    "EVOLUTION",
    "EXPLAIN",
    "FIND",
    "FLOWS",
    "GAPS",
    "NETWORK_INFO",
    "PATH",
    "RECOMMEND",
    "SCORECARD",
    "SEARCH",
    "WHAT_IF",
]
