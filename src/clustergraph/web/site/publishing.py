"""The site as a folder, for any web server, a share, or a disk.

The same pages as a server shows, made in one go. Equal graphs give equal files; only files that
change are written, and none before all are made. Knows pages and files; nothing of requests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clustergraph.answers.checksum import checksum
from clustergraph.errors import ParameterName, RequestError
from clustergraph.graph.progress import silent
from clustergraph.networks.choice import Choice
from clustergraph.networks.part import own
from clustergraph.questions import keeping, taken
from clustergraph.web.site import shipped
from clustergraph.web.site.staging import Staging
from clustergraph.web.wording import web

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from clustergraph.graph.location import Location
    from clustergraph.graph.progress import Report


@dataclass(frozen=True)
class Published:
    """What was written. things: how many have pages; total: how many could; files: of the whole
    site; written, removed: how many of them changed. centres: whom it is about."""

    folder: Path
    things: int
    total: int
    files: int
    written: int
    removed: int
    centres: tuple[str, ...]


def publish(
    location: Location,
    folder: Path,
    *,
    about: Sequence[str] = (),
    choice: Choice | None = None,
    address: str | None = None,
    report: Report = silent,
) -> Published:
    """Write the site of a graph to a folder.

    Pages are those of `interest.of_interest`. address: where the site will be, for its site map.
    Raises RequestError for a name or an address that does not fit, OutputError where the folder
    holds other things or cannot be written.
    """
    if address is not None and not web(address):
        raise RequestError(ParameterName("address"), f" {address}: not a web address")
    key = _key(location, about, choice or Choice(), address)
    with Staging(folder, key, _seen(location, folder)) as staging:
        told = _told(staging)
        if told is None:
            # What pages are made with is loaded only where some are.
            from clustergraph.web.site import writing
            from clustergraph.web.site.interest import of_interest

            with taken.remembering(taken.language()) as names:
                chosen = of_interest(location, own(location), about, choice)
            site = writing.site_of(location, chosen, _ended(address))
            told = {**writing.told(site), "taken": names.kept()}
            with taken.forgetting():
                writing.write(site, staging, address, report)
        counts = staging.finish(told)
    centres = tuple(about) or ((told["centre"],) if told["centre"] else ())
    return Published(folder, told["things"], told["total"], *counts, centres)


def _told(staging: Staging) -> Mapping[str, Any] | None:
    """What `writing.told` has told of the site that the folder holds, and whom names were taken
    for, which is told again; None where it has to be written."""
    match staging.told:
        case {"things": int(), "total": int(), "centre": str(), "taken": list(names)} if (
            staging.holds and taken.remember_kept(names)
        ):
            return staging.told
    staging.holds = False
    return None


def _ended(address: str | None) -> str | None:
    """The address of a site with the slash that files follow."""
    return f"{address.rstrip('/')}/" if address else None


def _seen(location: Location, folder: Path) -> Path | None:
    """The file beside the graph that tells how the files of a site looked."""
    try:
        where = str(folder.absolute())
    except OSError:
        # The folder in which one is has gone, and with it that of the site.
        return None
    stem = keeping.stem(location, "site", where)
    return stem.with_name(f"{stem.name}.json") if stem else None


def _key(location: Location, about: Sequence[str], choice: Choice, address: str | None) -> str:
    """What the site is made from; "" where a graph has no identity."""
    network = choice.network if isinstance(choice.network, str) else choice.network.text
    chosen = [choice.name, network, choice.filters.given(), choice.weighting, choice.stable]
    return checksum(location, shipped.version(), address, list(about), chosen) or ""
