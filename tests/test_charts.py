"""Charts: the same bytes always, every name drawn, nothing left out unsaid."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pyoxigraph as ox
import pytest
from matplotlib.text import Text

from clustergraph.errors import RequestError
from clustergraph.formats import charts
from clustergraph.formats.charts.multiples import multiples
from clustergraph.formats.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

SOURCE = "Source: CORDIS (H2020)"
NAMES = (
    "Fraunhofer-Gesellschaft zur Förderung der angewandten Forschung e.V.",
    "ΕΘΝΙΚΟ ΚΕΝΤΡΟ ΕΡΕΥΝΑΣ",
    "Българска академия на науките",
    "清华大学",
    "מכון ויצמן",
    "A $100 club and $x^2$",
    "<b>Foo & Bar</b>",
)


def ranked(count: int) -> Table:
    rows = [
        (ox.Literal(place + 1), ox.Literal(NAMES[place % len(NAMES)]), ox.Literal(1000 - place))
        for place in range(count)
    ]
    return Table(("rank", "label", "degree"), list(rows))


def texts(figure: Figure) -> list[str]:
    figure.canvas.draw()
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


CHARTS: dict[str, Callable[[], Figure]] = {
    "ranking": lambda: charts.ranking(ranked(20), "Degree", source=SOURCE),
    "heatmap": lambda: charts.heatmap(
        ["BE", "FR"], ["BE", "FR"], np.array([[0, 3], [3, 1]]), title="Projects", source=SOURCE
    ),
    "ratio": lambda: charts.heatmap(
        ["BE", "FR"],
        ["BE", "FR"],
        np.array([[0.5, 2], [2, np.nan]]),
        title="Affinity",
        source=SOURCE,
        scale="ratio",
    ),
    "bump": lambda: charts.bump(
        NAMES[:3],
        ["2014", "2015", "2016"],
        np.array([[1, 2, 1], [2, 1, np.nan], [np.nan, 3, 2]]),
        title="R",
        source=SOURCE,
    ),
    "distribution": lambda: charts.distribution(
        np.array([0, 1, 1, 2, 3]),
        (np.array([1, 2]), np.array([2, 2])),
        title="Degrees",
        source=SOURCE,
        axis="degree",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CHARTS))
@pytest.mark.parametrize("form", charts.FORMATS)
def test_a_chart_has_its_title_source_and_no_date(name: str, form: str) -> None:
    figure = CHARTS[name]()
    data = charts.write(figure, form)
    assert SOURCE in texts(figure) and figure.get_suptitle() in texts(figure)
    if form == "svg":
        assert ElementTree.fromstring(data).tag.endswith("svg")
        assert b"<dc:date>" not in data and b"<text" not in data
    else:
        assert data.startswith(b"\x89PNG") and b"matplotlib" not in data.lower()


@pytest.mark.slow
def test_the_bytes_depend_on_the_input_alone(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path[:0] = [sys.argv[1]]; import test_charts as t\n"
        "from clustergraph.formats import charts; import hashlib\n"
        "for name, drawn in t.CHARTS.items():\n"
        "    figure = drawn()\n"
        "    for form in charts.FORMATS:\n"
        "        print(name, hashlib.sha256(charts.write(figure, form)).hexdigest())\n"
    )
    (tmp_path / "matplotlibrc").write_text("font.size: 20\nsvg.fonttype: none\n")
    printed = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed, "MATPLOTLIBRC": rc},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, rc in (("1", str(tmp_path / "matplotlibrc")), ("2", ""))
    }
    assert len(printed) == 1


@pytest.mark.slow
def test_a_chart_leaves_the_settings_of_matplotlib_alone() -> None:
    before = dict(matplotlib.rcParams)
    charts.write(CHARTS["ranking"](), "svg")
    assert dict(matplotlib.rcParams) == before


@pytest.mark.slow
def test_names_of_any_script_are_drawn_without_a_warning() -> None:
    figure = charts.ranking(ranked(len(NAMES)), "Degree", source=SOURCE)
    charts.write(figure, "png")
    drawn = " ".join(texts(figure))
    assert "ΕΘΝΙΚΟ ΚΕΝΤΡΟ ΕΡΕΥΝΑΣ" in drawn and "Българска академия" in drawn
    assert "$x^2$" in drawn and "<b>Foo & Bar</b>" in drawn
    assert "清华大学" in drawn or "□□□□" in drawn


def test_a_ranking_says_what_it_leaves_out() -> None:
    table = ranked(60)
    table.rows.append((None, ox.Literal("no value"), None))
    figure = charts.ranking(table, "Degree", source=SOURCE, subtitle="partners")
    assert "partners; the first 50 of 60; 1 without a value not drawn" in texts(figure)


@pytest.mark.parametrize(
    "figure",
    [
        charts.ranking(ranked(0), "Empty", source=SOURCE),
        charts.ranking(Table(("rank", "label"), []), "Empty", source=SOURCE),
        charts.heatmap([], [], np.zeros((0, 0)), title="Empty", source=SOURCE),
        charts.heatmap(["a"], ["a"], np.zeros((1, 1)), title="Empty", source=SOURCE),
        charts.bump([], ["2014"], np.zeros((0, 1)), title="Empty", source=SOURCE),
        charts.distribution(
            np.zeros(3, dtype=int),
            (np.zeros(0), np.zeros(0)),
            title="Empty",
            source=SOURCE,
            axis="degree",
        ),
    ],
)
def test_nothing_to_show_is_said(figure: Figure) -> None:
    assert "Nothing to show" in texts(figure)
    assert charts.write(figure, "svg")


@pytest.mark.slow
def test_a_chart_is_written_by_the_extension_of_its_path() -> None:
    figure = CHARTS["ranking"]()
    assert charts.write(figure, Path("some/rank.SVG")) == charts.write(figure, "svg")
    with pytest.raises(RequestError, match="svg or png"):
        charts.write(figure, "rank.pdf")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567.0, "1,234,567"),
        (0.000123456, "0.0001235"),
        (12.5, "12.5"),
        (9999.6, "10,000"),
        (float("nan"), ""),
    ],
)
def test_numbers_are_shown_short(value: float, shown: str) -> None:
    assert charts.number(value) == shown


@pytest.mark.slow
def test_every_course_of_small_multiples_is_drawn_however_many_there_are() -> None:
    names = [f"organisation {number}" for number in range(9)]
    panels = {"Partners": {name: [1.0, place] for place, name in enumerate(names)}}
    figure = multiples(panels, [2020, 2021], title="Nine", source=SOURCE)
    (axes,) = figure.axes
    assert [line.get_ydata()[-1] for line in axes.get_lines()] == [*range(9)]
    assert set(names) <= set(texts(figure))


def test_a_french_chart_has_no_english_word_and_commas_in_its_numbers() -> None:
    rows = [(ox.Literal(f"A{place}"), ox.Literal(0.5 + 1234 * place)) for place in range(60)]
    drawn = texts(
        charts.ranking(
            Table(("label", "force"), list(rows)), "Force", source="Source : CORDIS", lang="fr"
        )
    )
    assert "les 50 premiers sur 60" in drawn
    assert {"0,5", "1\xa0234"} <= set(drawn)
    matrix = np.array([[1.5, 3], [3, 1]])
    of_two = charts.heatmap(["BE", "FR"], ["BE", "FR"], matrix, title="", source="", lang="fr")
    assert {"de", "vers", "1,5"} <= set(texts(of_two))
    ranks = np.array([[1.0, 2.0], [2.0, 1.0]])
    course = charts.bump(["A", "B"], ["2014", "2015"], ranks, title="", source="", lang="fr")
    assert "rang" in texts(course)
    degrees = np.array([0, 1, 1, 2])
    bins = np.array([1, 2]), np.array([2, 1])
    spread = charts.distribution(degrees, bins, title="", source="", axis="degré", lang="fr")
    assert {"part des nœuds par degré", "chaque degré", "1 sans aucun, non dessiné"} <= set(
        texts(spread)
    )


def test_a_logarithmic_axis_writes_plain_numbers_between_its_powers() -> None:
    degrees = np.array([1, 1, 2, 3, 4, 5])
    bins = np.array([1, 2, 4]), np.array([2, 2, 2])
    figure = charts.distribution(degrees, bins, title="", source="", axis="degree")
    told = texts(figure)
    across = figure.axes[0].xaxis.get_ticklabels(which="both")
    assert {"1", "2", "3"} <= {each.get_text() for each in across}
    assert not any("math" in each.get_text() for each in across)
    # Nobody is alone: nothing is said of it.
    assert not any("not drawn" in text for text in told)
