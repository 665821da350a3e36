"""Pairs of organisations that may be one, of any list of organisations.

Brings blocking and scoring together; asks no graph, and merges nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clustergraph.matching import blocking, likeness
from clustergraph.matching.organisations import Profile
from clustergraph.matching.scoring import THRESHOLD, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clustergraph.matching.organisations import Organisation
    from clustergraph.matching.scoring import Finding


def proposals(
    found: Sequence[Organisation],
    wanted: set[str] | None = None,
    threshold: float = THRESHOLD,
    report: Callable[[str, float], object] = lambda stage, share: None,
) -> list[tuple[Organisation, Organisation, Finding]]:
    """Pairs with a score of at least the threshold, the likeliest first, then by IRI.

    Only organisations of one country, or of none, that share something rare are compared: two
    words, or a word and the city, where one word is common.
    """
    profiles = [Profile(organisation) for organisation in found]
    weights = likeness.Weights(form for profile in profiles for form in profile.forms)
    pairs = {}
    for left, right in blocking.candidates(profiles, report):
        if wanted is None or left.iri in wanted or right.iri in wanted:
            finding = compare(left, right, weights)
            if finding.score >= threshold:
                pairs[left.iri, right.iri] = (left.of, right.of, finding)
    return sorted(pairs.values(), key=lambda pair: (-pair[2].score, pair[0].iri, pair[1].iri))
