"""Made-up archives in the shape of CORDIS, of any size, the same bytes for the same arguments.

    python benchmarks/generate.py [--fraction 1] [--seed 1] FOLDER

What is imitated: one zip a framework programme (FP7, Horizon 2020, Horizon Europe) with project.csv
(20 columns), organization.csv (25), topics.csv, legalBasis.csv and euroSciVoc.csv, `;` between
quoted fields, in UTF-8. At full size 79,069 projects, 428,645 participations and 90,000
organisations, as the releases of August 2025 have about; half the projects with one beneficiary,
the others with up to 40, mean 5.4; participations of an organisation by a power law; the same PIC
in several programmes; 40 countries with the codes that the EU uses, 1,400 NUTS 3 regions,
objectives of one to two kilobytes, decimal commas in a part of the amounts, older names and second
addresses of organisations. Every name, text and number is invented; nothing is read or fetched.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PROJECT = [
    "id", "acronym", "status", "title", "startDate", "endDate", "totalCost", "ecMaxContribution",
    "legalBasis", "topics", "ecSignatureDate", "frameworkProgramme", "masterCall", "subCall",
    "fundingScheme", "nature", "objective", "contentUpdateDate", "rcn", "grantDoi",
]  # fmt: skip
ORGANIZATION = [
    "projectID", "projectAcronym", "organisationID", "vatNumber", "name", "shortName", "SME",
    "activityType", "street", "postCode", "city", "country", "nutsCode", "geolocation",
    "organizationURL", "contactForm", "contentUpdateDate", "rcn", "order", "role",
    "ecContribution", "netEcContribution", "totalCost", "endOfParticipation", "active",
]  # fmt: skip
TOPICS = ["projectID", "topic", "title"]
LEGAL_BASIS = ["projectID", "legalBasis", "title", "uniqueProgrammePart"]
EURO_SCI_VOC = [
    "projectID", "euroSciVocCode", "euroSciVocPath", "euroSciVocTitle", "euroSciVocDescription",
]  # fmt: skip

# A few are never drawn: about 90,000 take part.
ORGANISATIONS = 92_500
REGIONS = 1_400
LARGEST = 40
# The exponent with which the largest organisation gets about 0.8 % of all participations.
EXPONENT = 0.9
# Codes of the EU (EL, UK), about by their share of participations; the last ten have no NUTS.
COUNTRIES = [
    "DE", "UK", "FR", "ES", "IT", "NL", "BE", "SE", "EL", "CH", "AT", "DK", "FI", "NO", "PT",
    "PL", "IE", "HU", "CZ", "RO", "SI", "TR", "CY", "EE", "BG", "LU", "SK", "HR", "LV", "LT",
    "IS", "MT", "RS", "MK", "IL", "US", "CA", "AU", "JP", "BR",
]  # fmt: skip
_WITHOUT_NUTS = frozenset(["IL", "US", "CA", "AU", "JP", "BR"])
_LETTERS = "123456789ABCDEFGHIJ"
_SYLLABLES = [
    "ba", "ben", "cal", "dor", "el", "fan", "gor", "hel", "in", "jur", "ka", "lem", "mar", "nov",
    "or", "pel", "qua", "ros", "sol", "tan", "ul", "ver", "wen", "xi", "yl", "zan", "thes", "lig",
    "met", "por", "gra",
]  # fmt: skip


@dataclass(frozen=True)
class Framework:
    """One framework programme: its archive, its size and how its codes look."""

    name: str
    archive: str
    projects: int
    participations: int
    years: tuple[int, int]
    first_id: int
    parts: tuple[str, ...]
    schemes: tuple[str, ...]


FRAMEWORKS = (
    Framework("FP7", "cordis-fp7projects-csv.zip", 25_785, 140_064, (2007, 2013), 200_000,
              ("FP7-HEALTH", "FP7-ICT", "FP7-NMP", "FP7-ENERGY", "FP7-PEOPLE", "FP7-SME",
               "FP7-IDEAS-ERC", "FP7-SPACE", "FP7-TRANSPORT", "FP7-JTI"),
              ("CP", "CP-FP", "CSA-SA", "ERC-SG", "MC-IEF", "BSG-SME")),
    Framework("H2020", "cordis-h2020projects-csv.zip", 35_389, 178_191, (2014, 2020), 633_000,
              ("H2020-EU.1.1.", "H2020-EU.1.2.1.", "H2020-EU.1.3.2.", "H2020-EU.2.1.1.3.",
               "H2020-EU.2.1.2.", "H2020-EU.2.3.1.", "H2020-EU.3.1.4.", "H2020-EU.3.3.2.1.",
               "H2020-EU.3.4.", "H2020-EU.3.5.1."),
              ("RIA", "IA", "CSA", "ERC-STG", "MSCA-IF", "SME-1")),
    Framework("HORIZON", "cordis-HORIZONprojects-csv.zip", 17_895, 110_390, (2021, 2025),
              101_039_000,
              ("HORIZON.1.1", "HORIZON.1.2", "HORIZON.2.1.3", "HORIZON.2.4.1", "HORIZON.2.4.5",
               "HORIZON.2.5.2", "HORIZON.2.6.1", "HORIZON.3.1", "HORIZON.3.2", "HORIZON.4.1.5"),
              ("HORIZON-RIA", "HORIZON-IA", "HORIZON-CSA", "HORIZON-ERC", "HORIZON-TMA-MSCA-PF",
               "HORIZON-EIC")),
)  # fmt: skip


@dataclass(frozen=True)
class Organisation:
    """An invented organisation, with the cells that all its rows share."""

    pic: str
    names: tuple[str, ...]
    cells: tuple[str, ...]
    sites: tuple[tuple[str, ...], ...]
    rcn: str


class Words:
    """Invented words, sentences and longer texts."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words = sorted(
            {"".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(6_000)}
        )
        self.sentences = [self.sentence() for _ in range(5_000)]

    def sentence(self) -> str:
        """One sentence of 8 to 22 words, some with what must be escaped."""
        words = self.rng.choices(self.words, k=self.rng.randint(8, 22))
        if self.rng.random() < 0.05:
            words[2] = f'"{words[2]}"'
        if self.rng.random() < 0.1:
            words[4] += self.rng.choice(("é", "ö", "ł", "–", "ς"))
        return " ".join(words).capitalize() + "."

    def title(self, length: int) -> str:
        """Some words with capitals."""
        return " ".join(word.capitalize() for word in self.rng.choices(self.words, k=length))

    def objective(self) -> str:
        """One to two kilobytes."""
        return " ".join(self.rng.choices(self.sentences, k=self.rng.randint(11, 19)))


class World:
    """The organisations and regions that all archives of one run share."""

    def __init__(self, fraction: float, seed: int) -> None:
        self.rng = random.Random(seed)
        self.fraction = fraction
        self.words = Words(self.rng)
        self.regions = _regions(self.rng)
        count = max(60, round(ORGANISATIONS * fraction))
        self.organisations = [self._organisation(number) for number in range(count)]

    @cached_property
    def weights(self) -> list[float]:
        """Running sums of the power law by which organisations take part."""
        return list(accumulate((n + 8) ** -EXPONENT for n in range(len(self.organisations))))

    def _organisation(self, number: int) -> Organisation:
        rng, words = self.rng, self.words
        country = COUNTRIES[min(int(rng.expovariate(0.12)), len(COUNTRIES) - 1)]
        name = f"{words.title(rng.randint(1, 3))} {rng.choice(_FORMS)} {number}".upper()
        names = (name, name.replace(" ", " OF ", 1)) if rng.random() < 0.1 else (name,)
        vat = f"{country}{rng.randrange(10**8, 10**9)}" if rng.random() < 0.7 else ""
        kind = rng.choices(_KINDS, cum_weights=(45, 65, 85, 95, 100))[0]
        sme = "true" if kind == "PRC" and rng.random() < 0.6 else "false"
        short = words.title(1).upper() if rng.random() < 0.85 else ""
        sites = 2 if rng.random() < 0.15 else 1
        return Organisation(
            str(888_000_001 + 7 * number),
            names,
            (vat, short, sme, kind),
            tuple(self._site(country) for _ in range(sites)),
            str(1_900_000 + number),
        )

    def _site(self, country: str) -> tuple[str, ...]:
        """Street, postcode, city, country, NUTS code, coordinates, homepage."""
        rng = self.rng
        region = rng.choice(self.regions[country]) if country in self.regions else ""
        word = rng.choice(self.words.words)
        where = f"{rng.uniform(35, 69):.7f},{rng.uniform(-10, 30):.7f}"
        return (
            f"{word.upper()} STRAAT {rng.randint(1, 250)}",
            str(rng.randint(1000, 99_999)),
            f"{rng.choice(self.words.words)} {region or country}".title(),
            country,
            region,
            where if rng.random() < 0.95 else "",
            f"https://www.{word}{rng.randint(1, 999)}.example" if rng.random() < 0.6 else "",
        )

    def consortia(self, projects: int, participations: int) -> list[list[Organisation]]:
        """Who takes part in each project, the coordinator first."""
        rng, everyone = self.rng, self.organisations
        sizes = _sizes(rng, projects, participations)
        # Each organisation once, so that none is missing; the others by the power law.
        drawn = rng.sample(range(len(everyone)), min(len(everyone), participations // 3))
        drawn += rng.choices(
            range(len(everyone)), cum_weights=self.weights, k=participations - len(drawn)
        )
        rng.shuffle(drawn)
        ends = list(accumulate(sizes))
        return [
            [everyone[number] for number in self._distinct(drawn[end - size : end])]
            for end, size in zip(ends, sizes, strict=True)
        ]

    def _distinct(self, numbers: list[int]) -> list[int]:
        """The numbers, with others in the place of those that come again."""
        found = dict.fromkeys(numbers)
        while len(found) < len(numbers):
            found[self.rng.randrange(len(self.organisations))] = None
        return list(found)


_FORMS = ("UNIVERSITET", "GMBH", "SRL", "INSTITUUT", "SA", "AG", "BV", "FONDATION", "GEMEENTE")
_KINDS = ("PRC", "HES", "REC", "PUB", "OTH")


def _regions(rng: random.Random) -> dict[str, list[str]]:
    """NUTS 3 codes by country, more of them where there are more organisations."""
    with_nuts = [country for country in COUNTRIES if country not in _WITHOUT_NUTS]
    parts = 1 + len(_LETTERS) // 2
    found: dict[str, list[str]] = {country: [] for country in with_nuts}
    places = [
        (country, f"{country}{_LETTERS[a]}{_LETTERS[b]}{_LETTERS[c]}")
        for rank, country in enumerate(with_nuts)
        for a in range(max(1, parts - rank // 3))
        for b in range(4)
        for c in range(5)
    ]
    first = dict(reversed(places))
    chosen = {*first.values(), *rng.sample([code for _, code in places], REGIONS - len(first))}
    for country, code in places:
        if code in chosen:
            found[country].append(code)
    return found


def _sizes(rng: random.Random, projects: int, participations: int) -> list[int]:
    """Sizes of consortia: half of them 1, the others between 2 and LARGEST; their sum is given."""
    several = projects // 2
    mean = (participations - (projects - several)) / max(1, several)
    drawn = (2 + int(rng.expovariate(1 / max(0.5, mean - 1.5))) for _ in range(several))
    sizes = [min(size, LARGEST) for size in drawn]
    missing = participations - (projects - several) - sum(sizes)
    while missing:
        place, step = rng.randrange(several), 1 if missing > 0 else -1
        if 2 <= sizes[place] + step <= LARGEST:
            sizes[place] += step
            missing -= step
    sizes += [1] * (projects - several)
    rng.shuffle(sizes)
    return sizes


class Archive:
    """The rows of one framework programme."""

    def __init__(self, world: World, framework: Framework) -> None:
        self.world, self.framework, self.rng = world, framework, world.rng
        first, last = framework.years
        self.calls = [
            (f"{part.rstrip('.')}-{year}-{n}", year)
            for part in framework.parts
            for year in range(first, last + 1)
            for n in range(1, 4)
        ]
        self.topics = [f"{call}-{n:02}" for call, _ in self.calls for n in range(1, 9)]
        self.fields = _fields(world.words)

    def tables(self) -> dict[str, tuple[Sequence[str], list[Sequence[str]]]]:
        """Header and rows of each file."""
        projects = max(8, round(self.framework.projects * self.world.fraction))
        rows = max(20, round(self.framework.participations * self.world.fraction))
        found: dict[str, tuple[Sequence[str], list[Sequence[str]]]] = {
            "project.csv": (PROJECT, []),
            "organization.csv": (ORGANIZATION, []),
            "topics.csv": (TOPICS, []),
            "legalBasis.csv": (LEGAL_BASIS, []),
            "euroSciVoc.csv": (EURO_SCI_VOC, []),
        }
        for number, members in enumerate(self.world.consortia(projects, rows)):
            for name, made in self._project(self.framework.first_id + number, members).items():
                found[name][1].extend(made)
        return found

    def _project(
        self, number: int, members: list[Organisation]
    ) -> dict[str, Iterable[Sequence[str]]]:
        rng, key = self.rng, str(number)
        acronym = f"{rng.choice(self.world.words.words)}{number % 97}".upper()
        place = rng.randrange(len(self.calls))
        call, year = self.calls[place]
        topic = self.topics[8 * place + rng.randrange(8)]
        part = self.framework.parts[place // (len(self.calls) // len(self.framework.parts))]
        began = date(year, 1, 1) + timedelta(rng.randrange(720))
        ended = began + timedelta(rng.randrange(180, 1_600))
        day = date(year + 1, rng.randint(1, 12), rng.randint(1, 28))
        told = f"{day.isoformat()} 1{rng.randint(0, 9)}:00:00"
        shares = [round(rng.lognormvariate(12.3, 0.9), 2) for _ in members]
        return {
            "project.csv": [
                self._row(key, acronym, part, call, topic, (began, ended), told, sum(shares))
            ],
            "organization.csv": self._members(key, acronym, members, shares, told),
            "topics.csv": [(key, topic, f"Topic on {topic[-9:].lower()}")],
            "legalBasis.csv": self._legal(key, part),
            "euroSciVoc.csv": [(key, *field) for field in rng.sample(self.fields, 3)],
        }

    def _row(
        self,
        key: str,
        acronym: str,
        part: str,
        call: str,
        topic: str,
        dates: tuple[date, date],
        told: str,
        granted: float,
    ) -> Sequence[str]:
        rng, (began, ended) = self.rng, dates
        blank = rng.random() < 0.02
        status = "CLOSED" if ended.year < 2025 else "SIGNED"
        return (
            key,
            acronym,
            "TERMINATED" if rng.random() < 0.01 else status,
            self.world.words.title(rng.randint(5, 14)),
            "" if blank else began.isoformat(),
            "" if blank else ended.isoformat(),
            self._money(granted * rng.choice((1.0, 1.0, 1.25, 1.43))),
            self._money(granted),
            part,
            topic,
            (began - timedelta(60)).isoformat(),
            self.framework.name,
            call,
            call,
            rng.choice(self.framework.schemes),
            "",
            self.world.words.objective(),
            told,
            str(300_000 + int(key) % 1_000_000),
            f"10.3030/{key}",
        )

    def _members(
        self, key: str, acronym: str, members: list[Organisation], shares: list[float], told: str
    ) -> Iterator[Sequence[str]]:
        rng = self.rng
        for order, (member, share) in enumerate(zip(members, shares, strict=True), 1):
            vat, short, sme, kind = member.cells
            *address, homepage = rng.choice(member.sites)
            role = "coordinator" if order == 1 else rng.choices(_ROLES, cum_weights=_ROLE_SUMS)[0]
            granted = "0" if role in _UNFUNDED else self._money(share)
            cost = "" if rng.random() < 0.3 else self._money(share * rng.choice((1.0, 1.43)))
            yield (
                key,
                acronym,
                member.pic,
                vat,
                rng.choice(member.names),
                short,
                sme,
                kind,
                *address,
                homepage,
                f"https://portal.example/contact-form/project/{member.pic}/{key}",
                told,
                member.rcn,
                str(order),
                role,
                granted,
                granted,
                cost,
                "true" if rng.random() < 0.01 else "false",
                "true",
            )

    def _money(self, amount: float) -> str:
        if self.framework.name == "HORIZON":
            return f"{amount:.2f}".removesuffix("0")
        # The older archives write a part of their amounts with a comma.
        return f"{amount:.2f}".replace(".", "," if self.rng.random() < 0.4 else ".")

    def _legal(self, key: str, part: str) -> Iterator[Sequence[str]]:
        yield key, part, f"Part {part}", "true"
        if part.count(".") > 1 and self.rng.random() < 0.4:
            above = part.rstrip(".").rpartition(".")[0] + ("." if part.endswith(".") else "")
            yield key, above, f"Part {above}", ""


_ROLES = ("participant", "thirdParty", "associatedPartner", "internationalPartner")
_ROLE_SUMS = (90, 95, 99, 100)
_UNFUNDED = frozenset(("associatedPartner", "internationalPartner"))


def _fields(words: Words) -> list[Sequence[str]]:
    """A thousand fields of science in a tree of four levels: code, path, title, description."""
    found: dict[str, Sequence[str]] = {}
    for number in range(1_000):
        steps = (number % 6, number % 30, number % 200, number)
        depth = 2 + words.rng.randrange(3)
        codes = [str(21 + 1_000 * level + step) for level, step in enumerate(steps[:depth])]
        titles = [f"field {level} {step}" for level, step in enumerate(steps[:depth])]
        code = "/" + "/".join(codes)
        found[code] = (code, "/" + "/".join(titles), titles[-1], "")
    return list(found.values())


def write(archive: Path, tables: dict[str, tuple[Sequence[str], list[Sequence[str]]]]) -> None:
    """Write the tables as CSV files of one zip; no time of today goes into it."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        for name, (header, rows) in tables.items():
            with (
                zipped.open(name, "w") as raw,
                io.TextIOWrapper(raw, "utf-8", newline="", write_through=False) as text,
            ):
                writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(rows)


def generate(folder: Path, fraction: float = 1.0, seed: int = 1) -> list[Path]:
    """Write the three archives into a folder; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    world = World(fraction, seed)
    paths = []
    for framework in FRAMEWORKS:
        path = folder / framework.archive
        write(path, Archive(world, framework).tables())
        paths.append(path)
    return paths


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fraction", type=float, default=1.0, help="of full size (default 1)")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    for path in generate(chosen.folder, chosen.fraction, chosen.seed):
        print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
