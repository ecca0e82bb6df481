"""IS-24/8 beside own figures as texts: the same words on the centre's page and in its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from assignments.coverage.models import Structure
from centres.models import Centre, Recognition
from centres.recognition import wording
from reporting import formatting, recognition
from reporting.dashboard import markup
from reporting.dashboard.choice import Choice
from reporting.recognition import BREAK, Figures

LEVELS = {"known": "kjent", "contacted": "kontakt", "used": "brukt"}


@dataclass(frozen=True, slots=True)
class Own:
    """One of our own levels, with the way to its municipalities where there is one to give."""

    share: str
    # «2 av 18»; empty where we have no data.
    count: str = ""
    href: str = ""

    @property
    def text(self) -> str:
        return f"{self.share} ({self.count})" if self.count else self.share


@dataclass(frozen=True, slots=True)
class Line:
    year: int
    county: str
    # What the municipalities answered, and how many of them.
    answer: str
    share: str
    answering: str
    source: str
    own: list[Own]
    # The same two as numbers, for a spreadsheet.
    percent: Decimal
    answered: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """The years on one side of the reform."""

    heading: str
    lines: list[Line]

    @property
    def sources(self) -> str:
        return "; ".join(dict.fromkeys(line.source for line in self.lines))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the centre's own page says, with the words around it."""

    parts: list[Part]
    what_differs: str
    why_broken: str

    @property
    def is_broken(self) -> bool:
        return len(self.parts) > 1


@dataclass(frozen=True)
class Links:
    """To the municipalities behind one of our levels, in a county of a year."""

    centre: Centre
    today: date

    def to(self, row: Figures, level: str) -> str:
        choice = Choice(row["year"], Structure.THEN, self.today, centre=self.centre)
        return markup.address(choice, "coverage_places", fylke=row["county"], niva=LEVELS[level])


def of_centre(centre: Centre, *, on: date) -> Shown:
    """For the centre's own page: as things stand now, each of our numbers with its rows."""
    found = parts(recognition.gather(centre), Links(centre, on))
    return Shown(found, what_differs(), why_broken())


def parts(rows: Iterable[Figures], links: Links | None = None) -> list[Part]:
    return [
        Part(heading(is_since), [line(row, links) for row in found])
        for is_since, found in recognition.parts(rows)
    ]


def heading(is_since: bool) -> str:  # noqa: FBT001 - one of two sides
    if is_since:
        return _("Fra og med %(year)s") % {"year": BREAK}
    return _("Før %(year)s") % {"year": BREAK}


def title(part: Part) -> str:
    """Of a table that stands apart from its heading."""
    return _("IS-24/8 og portalens tall. %(period)s") % {"period": part.heading}


def why_broken() -> str:
    return _(
        "Fylker og kommuner ble delt inn på nytt 1. januar %(year)s. "
        "Tall fra før og etter kan derfor ikke sammenlignes."
    ) % {"year": BREAK}


def what_differs() -> str:
    return _(
        "«Har hørt om» er det kommunene svarte i undersøkelsen IS-24/8. «Gjort kjent», «kontakt» "
        "og «brukt» er det portalen har talt for senteret i samme fylke og år, som andel av "
        "kommunene i ansvarsområdet. Det ene er ikke det samme som det andre."
    )


def line(row: Figures, links: Links | None = None) -> Line:
    answering = row["answering"]
    return Line(
        year=row["year"],
        county=row["county_name"],
        answer=wording(Recognition.AnswerLevel(row["level"])),
        share=formatting.share(row["share"]),
        answering=_("ikke oppgitt") if answering is None else formatting.number(answering),
        source=row["source"],
        own=[own(row, level, links) for level in LEVELS],
        percent=Decimal(row["share"]),
        answered=answering,
    )


def own(row: Figures, level: str, links: Links | None) -> Own:
    found = row["own"]
    if found is None:
        return Own(_("ingen data"))
    count = _("%(value)s av %(total)s") % {
        "value": formatting.number(found[level]["value"]),
        "total": formatting.number(found["municipalities"]),
    }
    share = formatting.share(found[level]["share"])
    return Own(share, count, links.to(row, level) if links else "")
