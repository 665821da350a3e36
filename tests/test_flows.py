"""Flows on data that can be checked by hand, and on the real Horizon 2020 of April 2016."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from clustergraph.answers.flows import COLUMNS, between_groups
from clustergraph.building import build
from clustergraph.errors import RequestError
from clustergraph.formats import tables
from clustergraph.graph.opening import open_graph
from clustergraph.measures.mixing import Cells, matrix, units
from clustergraph.networks.choice import Choice
from clustergraph.networks.filters import Filters
from clustergraph.networks.projection import incidence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clustergraph.graph.location import Location

# Project p: be1, be2 (BE) and gr (GR, NUTS country EL); q: be1 and nl; r: be2, un (nowhere) and gr.
# be1 took part in q from its site in France. In s, nobody but be1. Net money is told of p1, p2 and
# r3, a third party; gross money of all but q2.
SMALL = """
@prefix cg: <https://w3id.org/clustergraph/ontology#> .
@prefix o: <https://w3id.org/clustergraph/id/organisation/> .
@prefix p: <https://w3id.org/clustergraph/id/place/> .
@prefix g: <https://w3id.org/clustergraph/id/programme/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
cg:Country rdfs:subClassOf cg:Place . cg:Region rdfs:subClassOf cg:Place .
p:be a cg:Country ; cg:isoCode "BE" ; cg:nutsCode "BE" . p:nl a cg:Country ; cg:isoCode "NL" .
p:fr a cg:Country ; cg:isoCode "FR" ; cg:nutsCode "FR" .
p:gr a cg:Country ; cg:isoCode "GR" ; cg:nutsCode "EL" .
p:wal a cg:Region ; cg:nutsCode "BE3" ; cg:within p:be .
p:hai a cg:Region ; cg:nutsCode "BE32" ; cg:within p:wal , p:be .
p:idf a cg:Region ; cg:nutsCode "FR10" ; cg:within p:fr .
o:be1 cg:locatedIn p:hai . o:be2 cg:locatedIn p:wal . o:gr cg:locatedIn p:gr .
o:nl cg:locatedIn p:nl .
<urn:site> cg:locatedIn p:idf .
<urn:p1> cg:participant o:be1 ; cg:inProject <urn:p> ; cg:participantContribution 0.10 ;
  cg:netContribution 0.10 .
<urn:p2> cg:participant o:be2 ; cg:inProject <urn:p> ; cg:participantContribution 0.20 ;
  cg:netContribution 0.15 .
<urn:p3> cg:participant o:gr ; cg:inProject <urn:p> ; cg:participantContribution 1000000.07 .
<urn:q1> cg:participant o:be1 ; cg:inProject <urn:q> ; cg:atSite <urn:site> ;
  cg:participantContribution 5.5 .
<urn:q2> cg:participant o:nl ; cg:inProject <urn:q> .
<urn:r1> cg:participant o:be2 ; cg:inProject <urn:r> ; cg:participantContribution 7 .
<urn:r2> cg:participant o:un ; cg:inProject <urn:r> ; cg:participantContribution 9 .
<urn:r3> cg:participant o:gr ; cg:inProject <urn:r> ; cg:participantContribution 0 ;
  cg:netContribution 40 .
<urn:s1> cg:participant o:be1 ; cg:inProject <urn:s> ; cg:participantContribution 100 .
<urn:ap> cg:awardedTo <urn:p> ; cg:underProgramme g:one .
<urn:aq> cg:awardedTo <urn:q> ; cg:underProgramme g:two ; cg:alsoUnder g:one .
<urn:as> cg:awardedTo <urn:s> ; cg:underProgramme g:two .
g:one a cg:Programme ; cg:code "ONE.1." . g:two a cg:Programme .
"""


def rows(location: Location, by: str, **filters: Any) -> list[list[str]]:
    chosen = Choice("projects", Filters(**filters))
    found = between_groups(location, incidence(location, chosen), by, chosen.filters)
    return list(csv.reader(io.StringIO(tables.write(found.table, "csv").decode())))


def test_by_country(small: Location) -> None:
    # Pairs: p gives BE-BE 2, BE-GR 2; q FR-NL 1; r BE-GR 1. All rows: BE 5, GR 3, FR 1, NL 1: 10.
    assert rows(small, "country") == [
        list(COLUMNS),
        ["BE", "BE", "1", "2", "1", "0.3", "0", "0.25", "0", "0.8"],
        ["BE", "GR", "2", "3", "1.5", "7.3", "0", "0.25", "1", "2"],
        ["FR", "NL", "1", "1", "1", "5.5", "0", "", "1", "10"],
        ["GR", "BE", "2", "3", "1.5", "1000000.07", "0", "40.0", "1", "2"],
        ["NL", "FR", "1", "1", "1", "", "1", "", "1", "10"],
    ]
    said = between_groups(small, incidence(small, Choice("projects")), "country").said
    assert said == (
        "1 of 9 participations without a known country: left out",
        "1 of 9 participations: no source states the gross contribution; not in the sums",
        "6 of 9 participations: no source states the net contribution; not in the sums",
    )
    assert said[0].fr == "1 participation sur 9 sans pays connu : hors calcul"


def test_by_nuts_region(small: Location) -> None:
    assert rows(small, "nuts1")[1:] == [["BE3", "BE3", "1", "2", "1", "0.3", "0", "0.25", "0", "1"]]
    assert rows(small, "nuts2")[1:] == []
    assert between_groups(small, incidence(small, Choice("projects")), "nuts2").groups == (
        "BE32",
        "FR10",
    )


def test_by_programme_groups_projects_that_share_a_member(small: Location) -> None:
    """be1 is in p (ONE), q (two, by its main legal basis) and s (two): its pairs of projects."""
    assert [row[:6] for row in rows(small, "programme")[1:]] == [
        ["ONE.1.", "two", "1", "2", "1", "0.1"],
        ["two", "ONE.1.", "2", "2", "1", "105.5"],
        ["two", "two", "2", "2", "1", "105.5"],
    ]


def test_by_programme_any_legal_basis_counts(small: Location) -> None:
    """q is under one as well: be1 then shares p and q in it, and q with two."""
    location, chosen = small, Choice("projects", Filters(programme="two", basis="any"))
    by = {
        basis: between_groups(
            location, incidence(location, chosen), "programme", replace(chosen.filters, basis=basis)
        ).groups
        for basis in ("main", "any")
    }
    assert by == {"main": ("two",), "any": ("ONE.1.", "two")}


def test_filters_choose_before_pairs_are_counted(small: Location) -> None:
    assert [row[:5] for row in rows(small, "country", region="BE3")[1:]] == [
        ["BE", "BE", "1", "2", "2"]
    ]
    with pytest.raises(RequestError, match="unknown grouping 'nuts4': did you mean nuts"):
        rows(small, "nuts4")


def test_who_takes_part_twice_counts_as_far_as_filters_leave_it(
    graph_of: Callable[[str], Location],
) -> None:
    """be1 took part in p for 0.10 euro, and from its site in France as a third party for 3."""
    location = graph_of(
        SMALL
        + """
        @prefix r: <https://w3id.org/clustergraph/scheme/role/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        r:third-party skos:inScheme <https://w3id.org/clustergraph/scheme/role> .
        r:participant skos:inScheme <https://w3id.org/clustergraph/scheme/role> .
        <urn:p1> cg:role r:participant ; cg:sme true .
        <urn:p2> cg:role r:participant ; cg:sme true .
        <urn:p4> cg:participant o:be1 ; cg:inProject <urn:p> ; cg:atSite <urn:site> ;
          cg:role r:third-party ; cg:participantContribution 3 ; cg:netContribution 3 .
        """
    )
    alone = [["BE", "BE", "1", "2", "2", "0.3", "0", "0.25", "0", "1"]]
    assert (
        rows(location, "country", role="https://w3id.org/clustergraph/scheme/role/participant")[1:]
        == alone
    )
    assert rows(location, "country", sme=True)[1:] == alone
    assert ["FR", "GR", "1", "1", "1", "3.0", "0", "3.0", "0"] in [
        row[:9] for row in rows(location, "country", min_contribution=1.0)
    ]
    assert ["BE", "BE", "1", "2", "1", "0.3", "0", "0.25", "0"] in [
        row[:9] for row in rows(location, "country")
    ]


@pytest.mark.parametrize("seed", range(20))
def test_every_figure_is_that_of_pairs_listed_one_by_one(seed: int) -> None:
    """Units in one to three groups, things of up to eight units, some amounts unknown."""
    draw = random.Random(seed)
    taking = sorted({(draw.randrange(12), draw.randrange(8)) for _ in range(40)})
    belongs = {cell: sorted({draw.randrange(4) for _ in range(draw.choice((1, 1, 3)))})
               for cell in taking}  # fmt: skip
    paid = {cell: draw.choice((None, draw.randrange(100))) for cell in taking}
    listed = [
        (unit, thing, group, paid[unit, thing] or 0, paid[unit, thing] is not None)
        for (unit, thing), groups in belongs.items()
        for group in groups
    ]
    unit, thing, group, amount, known = (np.array(column) for column in zip(*listed, strict=True))
    sizes = np.bincount([thing for _, thing in taking], minlength=8)
    cells = Cells(unit, thing, group, (amount, known.astype(np.int64)))
    found = matrix(cells, 4, sizes)
    pairs, newman, things, amounts, told = (np.zeros((4, 4)) for _ in range(5))
    sharing = np.zeros((4, 4))
    for a in range(4):
        for b in range(4):
            met = [
                (one, other, at)
                for (one, at), (other, there) in permutations(taking, 2)
                if at == there and a in belongs[one, at] and b in belongs[other, at]
            ]
            shared = {at for *_, at in met}
            here = [(one, at) for one, at in taking if at in shared and a in belongs[one, at]]
            pairs[a, b] = len(met)
            newman[a, b] = sum(1 / (sizes[at] - 1) for *_, at in met)
            things[a, b] = len(shared)
            sharing[a, b] = len({one for one, *_ in met})
            amounts[a, b] = sum(paid[cell] or 0 for cell in here)
            told[a, b] = sum(paid[cell] is not None for cell in here)
    assert (found.pairs == pairs).all()
    np.testing.assert_allclose(found.newman, newman, atol=1e-12)
    assert (found.things == things).all()
    assert (found.sums[0] == amounts).all()
    assert (found.sums[1] == told).all()
    assert (units(cells, 4, 8) == sharing).all()
    expected = np.outer(pairs.sum(1), pairs.sum(0)) / pairs.sum()
    np.testing.assert_allclose(found.affinity * expected, pairs)


def test_many_small_amounts_add_up_exactly(tmp_path: Path) -> None:
    path = tmp_path / "cents.ttl"
    path.write_text(
        "@prefix cg: <https://w3id.org/clustergraph/ontology#> .\n"
        '<urn:be> a cg:Country ; cg:isoCode "BE" .\n'
        + "".join(
            f"<urn:o{n}> cg:locatedIn <urn:be> . <urn:x{n}> cg:participant <urn:o{n}> ; "
            "cg:inProject <urn:p> ; cg:participantContribution 0.1 .\n"
            for n in range(1_001)
        )
    )
    found = rows(open_graph(path), "country")[1:]
    assert found == [["BE", "BE", "1", "1001000", "1001", "100.1", "0", "", "1001", "1"]]


@pytest.mark.slow
def test_both_directions_of_horizon_2020_hold_the_published_pairs_twice(
    shared_data: Path, tmp_path: Path
) -> None:
    """196,436 co-participations, each pair of organisations once in each project they share."""
    where = tmp_path / "graph"
    build.build([("cordis", shared_data / "cordis-h2020-2016")], where)
    location = open_graph(where)
    chosen = Choice("projects", Filters(programme="Horizon 2020"))
    found = between_groups(location, incidence(location, chosen), "country")
    assert not any("left out" in line for line in found.said)
    assert found.flows.pairs.sum() == 2 * 196_436
    assert (found.flows.pairs == found.flows.pairs.T).all()
    codes = set(found.groups)
    assert {"GB", "GR"} <= codes and not {"UK", "EL"} & codes
    # Each participation with a partner has a weight of 1 in all.
    shared = incidence(location, Choice("projects", Filters(programme="Horizon 2020"))).matrix
    sizes = np.bincount(shared.indices)
    assert found.flows.newman.sum() == pytest.approx(sizes[sizes > 1].sum())
