"""A table by one of its columns."""

from __future__ import annotations

import polars as pl

from clustergraph.questions.keyed import Keyed


def test_rows_come_by_their_key_in_the_order_of_the_table() -> None:
    table = pl.DataFrame(
        {"n": [3, 1, None, 2], "key": ["b", "a", "b", "zz"], "text": ["x", None, "x", "y"]}
    )
    keyed = Keyed(table, "key", {"a": 0, "b": 1, "c": 2})
    assert [list(keyed.rows(each)) for each in "abc"] == [[(1, None)], [(3, "x"), (None, "x")], []]
    # What is not wanted has no rows, even where the table has some.
    assert not list(keyed.rows("zz"))


def test_a_table_without_rows_has_none() -> None:
    table = pl.DataFrame({"key": [], "text": []}, {"key": pl.String, "text": pl.String})
    assert not list(Keyed(table, "key", {"a": 0}).rows("a"))
    assert not list(Keyed(table, "key", {}).rows("a"))
