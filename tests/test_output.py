"""Files are written whole, readable by whom the user's mask lets read, and nothing is left over."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from clustergraph.errors import OutputError
from clustergraph.formats import output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def masked() -> Iterator[Callable[[int], int]]:
    """Sets the mask of the process, and afterwards the one there was."""
    before = os.umask(0)
    os.umask(before)
    yield os.umask
    os.umask(before)


@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077, 0o002])
@pytest.mark.parametrize("there", [True, False])
def test_a_file_has_the_mode_that_a_plain_open_gives(
    masked: Callable[[int], int], mask: int, there: bool, tmp_path: Path
) -> None:
    masked(mask)
    if there:
        (tmp_path / "written").write_bytes(b"before")
    output.write_bytes(tmp_path / "written", [b"af", b"ter"])
    (tmp_path / "plain").write_bytes(b"")
    written, plain = (
        stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("written", "plain")
    )
    assert oct(written) == oct(plain) == oct(0o666 & ~mask)
    assert (tmp_path / "written").read_bytes() == b"after"


def test_the_mask_is_as_before(masked: Callable[[int], int], tmp_path: Path) -> None:
    masked(0o037)
    output.write_bytes(tmp_path / "written", [b"x"])
    assert os.umask(0o022) == 0o037


def test_what_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "written").write_bytes(b"before")

    def fails() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match=r"cannot write .*written: No space left"):
        output.write_bytes(tmp_path / "written", fails())
    assert [path.name for path in tmp_path.iterdir()] == ["written"]
    assert (tmp_path / "written").read_bytes() == b"before"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_a_file_that_is_replaced_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "written"
    path.write_bytes(b"before")
    path.chmod(mode)
    output.write_bytes(path, [b"after"])
    assert stat.S_IMODE(path.stat().st_mode) == mode
    path.chmod(0o600)
    assert path.read_bytes() == b"after"


@pytest.mark.parametrize("there", [True, False])
def test_a_link_goes_on_leading_to_the_file(there: bool, tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    file, link = tmp_path / "web" / "page.html", tmp_path / "link.html"
    if there:
        file.write_bytes(b"before")
    (tmp_path / "between").symlink_to(file)
    link.symlink_to(tmp_path / "between")
    output.write_bytes(link, [b"after"])
    assert link.is_symlink()
    assert file.read_bytes() == b"after"
    assert [path.name for path in file.parent.iterdir()] == ["page.html"]


def test_links_that_lead_to_each_other_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OutputError, match=r"cannot write .*a: "):
        output.write_bytes(tmp_path / "a", [b"x"])
    assert (tmp_path / "a").is_symlink()


def test_several_files_are_put_in_place_together_or_not_at_all(tmp_path: Path) -> None:
    nodes, edges = tmp_path / "n.nodes.csv", tmp_path / "n.edges.csv"

    def fails() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    for before in ([], [nodes], [nodes, edges]):
        for path in before:
            path.write_bytes(b"before")
        with pytest.raises(OutputError, match=r"cannot write .*n\.edges\.csv: No space left"):
            output.write_together([(nodes, [b"after"]), (edges, fails())])
        assert sorted(tmp_path.iterdir()) == sorted(before)
        assert {path.read_bytes() for path in before} <= {b"before"}
    output.write_together([(nodes, [b"after"]), (edges, [b"after"])])
    assert [path.read_bytes() for path in (nodes, edges)] == [b"after"] * 2


def test_a_name_may_be_as_long_as_the_system_lets_it(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 125 + ".html")
    output.write_bytes(path, [b"x"])
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
