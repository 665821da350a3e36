"""Lines in bulk: order, lines told twice, and subjects that begin alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.sources import emit
from clustergraph.sources.blocks import Blocks

A, B = "https://example.org/a", "https://example.org/a1"
IRIS = st.sampled_from([A, B, "https://example.org/a-", "https://example.org/é"])
TAILS = st.builds(emit.tail, IRIS, st.builds(emit.text, st.text(max_size=4)))


def whole(subject: str, tail: str) -> str:
    return f"<{subject}{tail}"


@pytest.mark.slow
@given(st.lists(st.tuples(IRIS, st.lists(TAILS))), st.lists(st.tuples(IRIS, TAILS)))
def test_what_comes_out_is_every_line_once_in_order(
    added: list[tuple[str, list[str]]], single: list[tuple[str, str]]
) -> None:
    blocks = Blocks()
    for subject, tails in added:
        blocks.add(subject, tails)
    expected = {whole(subject, tail) for subject, tails in added for tail in tails}
    assert set(blocks.about("<")) == expected
    assert blocks.lines == sum(len(set(tails)) for _subject, tails in added)
    lines = [whole(*one) for one in single]
    expected |= set(lines)
    assert b"".join(blocks.drain(lines)).decode() == "".join(sorted(expected))
    assert (blocks.lines, lines, list(blocks.about("<"))) == (0, [], [])


def test_a_sign_that_ends_a_line_of_text_does_not_end_one_here() -> None:
    blocks = Blocks()
    blocks.add(A, [emit.tail(emit.LABEL, emit.text("one\u2028two\x85"))])
    assert len(list(blocks.about("<"))) == 1


def test_lines_are_found_by_how_their_subjects_begin() -> None:
    blocks = Blocks()
    blocks.add(A, [emit.tail(emit.LABEL, emit.text("a"))])
    blocks.add(B, [emit.tail(emit.LABEL, emit.text("b"))])
    assert list(blocks.about(f"<{A}>")) == [whole(A, emit.tail(emit.LABEL, emit.text("a")))]
    assert len(list(blocks.about(f"<{A}"))) == 2
