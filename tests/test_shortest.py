"""Texts like another are found without comparing all of them, and none is missed."""

from __future__ import annotations

import random

import polars as pl
import pytest
from rapidfuzz import fuzz

from clustergraph.questions.shortest import Shortest

LETTERS = "abcd12é"


def text(of: random.Random, letters: str) -> str:
    return "".join(of.choice(letters) for _ in range(of.randint(1, 14)))


@pytest.mark.parametrize("cutoff", [60, 75, 85, 90])
def test_every_text_that_is_like_another_is_found(cutoff: int) -> None:
    of = random.Random(cutoff)
    texts = sorted({text(of, LETTERS) for _ in range(2_000)}, key=lambda each: (len(each), each))
    known = Shortest(pl.Series(texts))
    # Letters that no text has, too.
    for typed in (text(of, f"{LETTERS}z漢") for _ in range(40)):
        scores = [fuzz.ratio(typed, each) for each in texts]
        expected = {at: score for at, score in enumerate(scores) if score >= cutoff}
        assert dict(known.alike(typed, cutoff)) == expected, typed
