"""Activities, hours and attendances over the reports; events are counted once (rules 18 and 19)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reporting.national.source import Source


@dataclass(frozen=True)
class Part:
    """What one report gives to a figure."""

    activities: int
    hours: Decimal


@dataclass(frozen=True)
class Line:
    """One theme or one task of the mandate. Hours add; an activity is counted once."""

    code: str
    activities: int
    hours: Decimal
    assignments: int
    parts: dict[int, Part]


@dataclass(frozen=True)
class Sum:
    """A sum with how many activities it was given for (rule 15)."""

    value: Decimal
    given: int
    of: int


@dataclass(frozen=True)
class Total:
    """The key figures of one report."""

    activities: int
    hours: Sum
    attendances: Sum
    requests: int


@dataclass(frozen=True)
class Effort:
    activities: int
    hours: Sum
    attendances: Sum
    # Each once: several centres may have had the same.
    requests: int
    themes: list[Line]
    tasks: list[Line]
    totals: dict[int, Total]


@dataclass
class Groups:
    """Codes of one kind: what each report says of them, and the events behind."""

    group: str
    events: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    assignments: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    parts: dict[str, dict[int, Part]] = field(default_factory=lambda: defaultdict(dict))

    def read(self, source: Source) -> None:
        for row in source.figures[self.group]:
            part = Part(row["value"], Decimal(row["hours"]))
            self.parts[row["code"]][source.report] = part

    def add(self, event: int, codes: list[str], assignment: int | None) -> None:
        for code in codes or [""]:
            self.events[code].add(event)
            if assignment is not None:
                self.assignments[code].add(assignment)

    def lines(self) -> list[Line]:
        return [
            Line(
                code=code,
                activities=len(self.events[code]),
                hours=sum((part.hours for part in parts.values()), Decimal(0)),
                assignments=len(self.assignments[code]),
                parts=parts,
            )
            for code, parts in sorted(self.parts.items())
        ]


class Events:
    """Each event once. The lead's row says how many came; where its report is missing, another's.

    An activity that a partner accepted stands in both reports with one id: the partner's row has
    hours of its own and no attendances.
    """

    def __init__(self, leads: Mapping[int, int]) -> None:
        self.leads = leads
        self.own: dict[int, int | None] = {}
        self.linked: dict[int, int | None] = {}

    def add(self, row: dict[str, Any]) -> int:
        pk: int = row["id"]
        event = self.leads.get(pk, pk)
        said = self.own if event == pk else self.linked
        if said.get(event) is None:
            said[event] = row["attendances"]
        return event

    def said(self) -> dict[int, int | None]:
        return {**self.linked, **self.own}


class Adding:
    """Takes one report at a time: only one report's rows are held."""

    def __init__(self, leads: Mapping[int, int]) -> None:
        self.events = Events(leads)
        self.themes, self.tasks = Groups("themes"), Groups("mandate_tasks")
        self.totals: dict[int, Total] = {}
        self.requests: set[int] = set()

    def add(self, source: Source) -> None:
        self.totals[source.report] = total(source.figures["totals"])
        self.requests.update(source.figures["totals"]["requests"]["rows"])
        self.themes.read(source)
        self.tasks.read(source)
        for row in source.figures["rows"]:
            event = self.events.add(row)
            self.themes.add(event, row["themes"], row["assignment"])
            self.tasks.add(event, [row["task"]], row["assignment"])

    def effort(self) -> Effort:
        said = self.events.said()
        given = [value for value in said.values() if value is not None]
        hours = [found.hours for found in self.totals.values()]
        return Effort(
            activities=len(said),
            hours=Sum(
                sum((found.value for found in hours), Decimal(0)),
                sum(found.given for found in hours),
                sum(found.of for found in hours),
            ),
            attendances=Sum(Decimal(sum(given)), len(given), len(said)),
            requests=len(self.requests),
            themes=self.themes.lines(),
            tasks=self.tasks.lines(),
            totals=self.totals,
        )


def total(totals: dict[str, Any]) -> Total:
    return Total(
        activities=totals["activities"]["value"],
        hours=given_sum(totals["hours"]),
        attendances=given_sum(totals["attendances"]),
        requests=totals["requests"]["value"],
    )


def given_sum(figure: dict[str, Any]) -> Sum:
    return Sum(Decimal(figure["value"]), figure["given"], figure["of"])
