"""What the page of one thing tells, in one language.

Knows profiles and words; nothing of HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clustergraph.web.facts import NOTHING
from clustergraph.web.site import figured, linked, mapped, sketched
from clustergraph.web.site.around import SHOWN
from clustergraph.web.site.words import WORDS
from clustergraph.web.wording import amount, natural

if TYPE_CHECKING:
    from clustergraph.languages import Lang
    from clustergraph.web.site.index import Entry
    from clustergraph.web.site.profile import Profile
    from clustergraph.web.story import Activity, Part

# Names of those who share an activity, in a list of activities.
_CHIPS = 8


def told(known: Profile, entry: Entry, lang: Lang) -> dict[str, Any]:
    """What the template of a thing is filled with."""
    own = next((each for each in known.activities if each.iri == entry.iri), None)
    parts = _sharing(own, known) if own and own.parts else []

    def lying(iri: str) -> str:
        """The country of a member; "" where unknown."""
        land = known.lying.get(iri)
        return known.named[land].translated(lang) if land else ""

    return {
        "known": known.known,
        "profile": known,
        "figures": figured.figures(known, entry, lang),
        "sketch": sketched.sketch(known, entry, lang),
        "map": mapped.chart(known, entry, lang),
        "missing": figured.lacking(known, entry),
        "linked": linked.data(known, entry, own, lang),
        "projects": _projects(known, entry, lang) if entry.kind == "organisation" else [],
        "parts": [_share(each, known, lying(each.member), lang) for each in parts],
        "activities": [_activity(each, entry, known, lang)
                       for each in known.activities if each is not own],
        "own": own,
        "members": [(known.named.get(iri, NOTHING), iri, lying(iri), count)
                    for iri, count in known.members],
        "shown": SHOWN,
        "sources": known.known.sources,
    }  # fmt: skip


def _sharing(own: Activity, known: Profile) -> list[Part]:
    """Who takes part, those who coordinate first."""
    leads = known.funded.leads if known.funded else frozenset()
    return sorted(own.parts, key=lambda part: (part.member not in leads, _by_name(part, known)))


def _by_name(part: Part, known: Profile) -> str:
    return natural(known.named.get(part.member) or part.member)


def _share(part: Part, known: Profile, land: str, lang: Lang) -> tuple[Any, ...]:
    """Name, IRI, country, roles, gross and net of one who takes part."""
    roles = ", ".join(each.translated(lang) for each in part.roles)
    return (known.named.get(part.member, NOTHING), part.member, land, roles,
            figured.money(part.gross, lang), figured.money(part.net, lang))  # fmt: skip


def _projects(known: Profile, entry: Entry, lang: Lang) -> list[tuple[Any, ...]]:
    """Of each project: label, IRI, programmes, first year, period, role, own contribution, and what
    it costs in all."""
    found = []
    for each in known.activities:
        if each.iri in known.costs:
            mine = next((part for part in each.parts if part.member == entry.iri), None)
            roles = ", ".join(one.translated(lang) for one in mine.roles) if mine else ""
            gross = figured.money(mine.gross if mine else None, lang)
            under = ", ".join(known.named.get(one, NOTHING).translated(lang)
                              for one in each.programmes)  # fmt: skip
            cost = figured.money(known.costs[each.iri], lang)
            found.append((each.label or each.kind, each.iri, under, each.first or "", each.period,
                          roles, gross, cost))  # fmt: skip
    return found


def _activity(activity: Activity, entry: Entry, known: Profile, lang: Lang) -> dict[str, Any]:
    parts = sorted(activity.parts, key=lambda part: _by_name(part, known))
    mine = next((part for part in parts if part.member == entry.iri), None)
    others = [part for part in parts if part is not mine]
    return {
        "it": activity,
        "note": " · ".join(filter(None, (
            activity.kind.translated(lang), activity.period.translated(lang),
            *(known.named.get(iri, NOTHING).translated(lang) for iri in activity.programmes),
        ))),
        "mine": _part(mine, lang) if mine else "",
        "others": [(known.named.get(each.member, NOTHING), each.member, _part(each, lang))
                   for each in others[:_CHIPS]],
        "more": max(0, len(others) - _CHIPS),
    }  # fmt: skip


def _part(part: Part, lang: Lang) -> str:
    amounts = {"gross": part.gross, "net": part.net}
    money = [
        WORDS[name].translated(lang).format(money=amount(euros, lang))
        for name, euros in amounts.items()
        if euros is not None
    ]
    return ", ".join([*filter(None, (each.translated(lang) for each in part.roles)), *money])
