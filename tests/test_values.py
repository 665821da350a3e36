"""Texts as values: each form read rightly or refused, never guessed."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.sources import values


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("892,228.58", "892228.58"),
        ("758394.29", "758394.29"),
        ("230000,00", "230000.00"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567", "1234567"),
        ("1 234 567,5", "1234567.5"),
        ("1\u00a0234,50", "1234.50"),
        ("12\u202f345.6", "12345.6"),
        ("1'234.50", "1234.50"),
        (" 71429 ", "71429"),
        ("183454,8", "183454.8"),
        ("0", "0"),
        ("0.0", "0.0"),
        ("0,123", "0.123"),
        ("1e6", "1000000"),
        ("1.5E+05", "150000"),
        ("1e+05 €", "100000"),
        ("€ 1.000,50", "1000.50"),
        ("10,000.00 EUR", "10000.00"),
        ("1,2345", "1.2345"),
        ("-15.5", "-15.5"),
        ("123456789012345678901,99", "123456789012345678901.99"),
    ],
)
def test_money_is_exact(text: str, read: str) -> None:
    assert str(values.money(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "1,234",
        "1.234",
        "12,345",
        "-1,234",
        "",
        "USD5",
        "$5",
        "5 SEK",
        "1,23,456",
        "1.234.5",
        "1,234,56",
        "5e30",
        "5e-3",
        "9" * 29,
        "1,5,5",
        "NaN",
        "Infinity",
        "1_000",
        "5-",
        "=1+1",
        ".",
        "+5",
        "\u0661\u0662",
        "12\u00a034",
    ],
)
def test_money_that_may_be_two_things_or_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|thousands"):
        values.money(text)


def test_a_column_of_grouped_thousands_says_so() -> None:
    assert values.money("1,234", grouped=True) == 1234
    assert values.money("758394.29", grouped=True) == Decimal("758394.29")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("50000.0", "50000.0"),
        ("50000", "50000.0"),
        ("040", "40.0"),
        ("40.50", "40.5"),
        ("0.00", "0.0"),
        ("1000000", "1000000.0"),
        ("59812.5", "59812.5"),
        ("0.000001", "0.000001"),
        ("960619,95", "960619.95"),
    ],
)
def test_an_amount_is_written_in_one_way(text: str, written: str) -> None:
    assert values.amount(text) == written


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_the_quick_way_of_amounts_is_the_slow_one(value: Decimal) -> None:
    written = values.amount(str(value))
    assert Decimal(written) == value
    assert written == values.decimal(values.money(str(value)))
    assert values.amount(written) == written


@given(st.text(alphabet="0123456789.,- '", max_size=9))
def test_amounts_and_money_refuse_the_same(text: str) -> None:
    try:
        read = values.money(text)
    except ValueError:
        with pytest.raises(ValueError, match=r"amount|thousands"):
            values.amount(text)
    else:
        assert values.amount(text) == values.decimal(read)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2015-10-27", "2015-10-27"),
        ("2015/10/27", "2015-10-27"),
        ("27/10/2015", "2015-10-27"),
        ("27.10.2015", "2015-10-27"),
        ("2015-1-5 00:00:00", "2015-01-05"),
        ("2015-10-27T12:00:00Z", "2015-10-27"),
        ("20151027", "2015-10-27"),
        ("42304", "2015-10-27"),
        ("42304.5", "2015-10-27"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_day(text: str, read: str) -> None:
    assert values.day(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2015",
        "9999999",
        "99999-01-01",
        "0000-00-00",
        "20151332",
        "2015-02-30",
        "2015-13-01",
        "10/27/2015",
        "27 October",
        "2015-10-27x",
    ],
)
def test_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|date"):
        values.day(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2023-12-26 14:40:12", "2023-12-26T14:40:12"),
        ("26/12/2023 14:40:12", "2023-12-26T14:40:12"),
        ("2023-12-26T14:40:12Z", "2023-12-26T14:40:12Z"),
        ("2023-12-26 14:40:12.123+01:00", "2023-12-26T14:40:12+01:00"),
        ("2023-12-26", "2023-12-26"),
    ],
)
def test_a_moment(text: str, read: str) -> None:
    assert values.moment(text) == read


@pytest.mark.parametrize(
    "text", ["2023-12-26 25:00:00", "2023-02-30 10:00:00", "2023-12-26 14h", "now", ""]
)
def test_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|date"):
        values.moment(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [("UK", "GB"), ("EL", "GR"), ("NA", "NA"), ("XK", "XK"), (" be ", "BE"), ("GB", "GB")],
)
def test_a_country(text: str, read: str) -> None:
    assert values.country(text) == read


@pytest.mark.parametrize("text", ["", "DE;HU", "BEL", "B", "1A", "ÉS"])
def test_no_country(text: str) -> None:
    with pytest.raises(ValueError, match="two letters"):
        values.country(text)


def test_flags() -> None:
    assert [values.flag(text) for text in ("True", "true", "1", "Y")] == [True] * 4
    assert [values.flag(text) for text in ("False", "false", "0", "no")] == [False] * 4
    with pytest.raises(ValueError, match="neither true nor false"):
        values.flag("perhaps")


def test_whole_numbers() -> None:
    assert [values.whole(text) for text in ("1", " 007 ", "4.0", "0")] == ["1", "7", "4", "0"]
    for text in ("", "-1", "1.5", "first", "\u0661", "²"):
        with pytest.raises(ValueError, match="whole number"):
            values.whole(text)


def test_a_pic_has_nine_digits() -> None:
    assert values.is_pic("999918390")
    for text in ("99991839", "0999918390", "99991839a", "\u0661" * 9, "0a1b2c3d4e5f607182"):
        assert not values.is_pic(text)


def test_points() -> None:
    assert values.point("51.9863279, 5.6679366") == "51.9863279,5.6679366"
    assert values.point("-90,180") == "-90,180"
    for text in ("", "51.9", "51,9;5,6", "91,0", "0,181", "north,east", "1,2,3"):
        with pytest.raises(ValueError, match=r"latitude|place"):
            values.point(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("www.synyo.com", "http://www.synyo.com"),
        ("https://a.example/x?y=1&z=%20#top", "https://a.example/x?y=1&z=%20#top"),
        ("HTTP://A.example:8080", "HTTP://A.example:8080"),
        ("http://www.münchen.example/é", "http://www.münchen.example/é"),
    ],
)
def test_a_web_address(text: str, read: str) -> None:
    assert values.web_address(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "ftp://a.example",
        "javascript:alert(1)",
        "a.example; b.example",
        "http://a b.c",
        "http://a.example/<x>",
        "http://a.example/%zz",
        "http://a.example/#b#c",
        "me@a.example",
    ],
)
def test_no_web_address(text: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        values.web_address(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12))
def test_what_passes_as_a_web_address_can_stand_in_a_graph(text: str) -> None:
    try:
        address = values.web_address(f"a.example/{text}")
    except ValueError:
        return
    assert list(ox.parse(f"<urn:a> <urn:b> <{address}> .", format=ox.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("31-Jan-2020", "2020-01-31"),
        ("31 janvier 2020", "2020-01-31"),
        ("1er mars 2020", "2020-03-01"),
        ("1 février 2020", "2020-02-01"),
        ("31 déc. 2021", "2021-12-31"),
        ("31-janv.-20", "2020-01-31"),
        ("lundi 31 août 2020", "2020-08-31"),
        ("December 31, 2021", "2021-12-31"),
        ("Monday, 5 Jan 2020 00:00:00", "2020-01-05"),
        ("2nd of June 2020", "2020-06-02"),
        ("3. März 2020", "2020-03-03"),
        ("3 mei 2020", "2020-05-03"),
        ("1 de marzo de 2020", "2020-03-01"),
        ("5 gennaio 2021", "2021-01-05"),
        ("15-set-20", "2020-09-15"),
        ("2 de maio de 2020", "2020-05-02"),
        ("31. 12. 2020", "2020-12-31"),
        ("2020. 01. 05.", "2020-01-05"),
        ("2020-01-01Z", "2020-01-01"),
        ("2020-01-01+01:00", "2020-01-01"),
        ("31/01/20", "2020-01-31"),
        ("31.12.99", "1999-12-31"),
    ],
)
def test_a_day_as_people_write_it(text: str, wanted: str) -> None:
    assert values.day(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "31 jui 2020",
        "30 Feb 2020",
        "Q1 2021",
        "31 foo 2020",
        "1 ma 2020",
        "mars 2020",
        "5/20",
        "\u0662\u0660\u0662\u0660-01-01",
    ],
)
def test_what_names_no_one_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|date"):
        values.day(text)
