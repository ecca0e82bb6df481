"""What was new, what is agreed on and what is needed, over the reports that say it.

Reports that were frozen before these figures existed do not say it: they are counted as missing,
never as 0.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reporting.national.source import Source


@dataclass(frozen=True)
class Status:
    """Tiltak and satsinger of one status in one report."""

    report: int
    code: str
    assignments: list[int]
    initiatives: list[int]


@dataclass(frozen=True)
class Agreed:
    in_force: int
    signed: int
    municipalities: int
    # By report: in force, signed in the year, municipalities.
    parts: dict[int, tuple[int, int, int]]


@dataclass(frozen=True)
class Needed:
    """Open needs of one theme in one county; a need that several centres see is one."""

    theme: str
    county: str
    value: int
    parts: dict[int, int]


@dataclass(frozen=True)
class Standing:
    statuses: list[Status]
    agreed: Agreed
    needs: list[Needed]
    # The reports that lack each of them.
    missing: dict[str, list[int]]


@dataclass
class Adding:
    statuses: list[Status] = field(default_factory=list)
    agreements: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    agreed_by: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    needs: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    needs_by: dict[tuple[str, str], dict[int, int]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    missing: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, source: Source) -> None:
        readers: dict[str, Callable[[int, Any], None]] = {
            "statuses": self.add_statuses,
            "agreements": self.add_agreements,
            "open_needs": self.add_needs,
        }
        for key, read in readers.items():
            found = source.figures.get(key)
            if found is None:
                self.missing[key].append(source.report)
            else:
                read(source.report, found)

    def add_statuses(self, report: int, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            ids = (row.get("assignments", []), row.get("initiatives", []))
            self.statuses.append(Status(report, row["code"], *ids))

    def add_agreements(self, report: int, found: dict[str, Any]) -> None:
        self.agreements["in_force"].update(found["in_force"]["rows"])
        self.agreements["signed"].update(found["signed"]["rows"])
        self.agreements["municipalities"].update(found["municipalities"]["codes"])
        in_force, signed, places = (
            found[key]["value"] for key in ("in_force", "signed", "municipalities")
        )
        self.agreed_by[report] = in_force, signed, places

    def add_needs(self, report: int, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            at = row["theme"], row["county"]
            self.needs[at].update(row["rows"])
            self.needs_by[at][report] = row["value"]

    def standing(self) -> Standing:
        return Standing(
            statuses=self.statuses,
            agreed=Agreed(
                in_force=len(self.agreements["in_force"]),
                signed=len(self.agreements["signed"]),
                municipalities=len(self.agreements["municipalities"]),
                parts=self.agreed_by,
            ),
            needs=[
                Needed(theme, county, len(rows), self.needs_by[theme, county])
                for (theme, county), rows in sorted(self.needs.items())
            ],
            missing=dict(self.missing),
        )
