"""Which figures each page of coverage gives out as files."""

from __future__ import annotations

from collections.abc import Iterable

from korus_portal.accounts.access import Viewer
from reporting.dashboard.exports import datasets, files
from reporting.dashboard.exports.datasets import Dataset
from reporting.dashboard.exports.wording import DEFINITIONS, TITLES

# By the name of the page's address, in the order in which the figures stand there.
PAGES: dict[str, list[str]] = {
    "reporting:coverage": [
        *("kommuner", "nokkeltall", "fylker", "nivaer"),
        *("ikke-nadd", "bydeler", files.MAP),
    ],
    "reporting:coverage_years": ["over-tid", "nadd-i-arene"],
    "reporting:coverage_evenness": [
        "fordeling-aktiviteter",
        "fordeling-timer",
        "likhet-sentralitet",
        "likhet-storrelse",
        "likhet-samisk",
        "likhet-sprak",
        "innsatskommuner",
    ],
    "reporting:coverage_work": [
        "sider",
        "oppgaver",
        "funksjoner",
        "forlop",
        "metoder",
        "midler",
    ],
    "reporting:coverage_unreached": ["ikke-nadd"],
    "reporting:coverage_meeting": ["overlapp", "hull"],
}


def codes_of(name: str, viewer: Viewer) -> tuple[str, ...]:
    """Which of a page's figures the reader may have."""
    return tuple(code for code in PAGES.get(name, []) if files.is_open_to(code, viewer))


def of_page(name: str, query: str, viewer: Viewer) -> list[Dataset]:
    """The files of a page, for the choice that it shows."""
    return list(described(PAGES.get(name, []), query, viewer))


def described(codes: Iterable[str], query: str, viewer: Viewer) -> Iterable[Dataset]:
    for code in codes:
        if not files.is_open_to(code, viewer):
            continue
        yield Dataset(
            code=code,
            title=str(TITLES[code]),
            definition=str(DEFINITIONS[code]),
            files=list(datasets.files_of(code, query)),
        )
