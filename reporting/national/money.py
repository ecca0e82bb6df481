"""Money and årsverk over the reports. Whole kroner; what is not filled in is unknown, not 0."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reporting.national.source import Source

AMOUNTS = ("granted", "budgeted", "spent", "unspent", "carried_in", "carried", "repaid")
Number = int | Decimal


@dataclass(frozen=True)
class Known:
    """A sum of what is known, and how many of the rows it is known for."""

    value: Number | None
    given: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.given == self.of


@dataclass(frozen=True)
class GrantRow:
    report: int
    grant: int
    scheme: str
    # By the names of AMOUNTS.
    amounts: dict[str, int | None]


@dataclass(frozen=True)
class LetterLine:
    """What the letters give under one chapter and item."""

    chapter: str
    item: str
    amount: Known
    parts: dict[int, int]


@dataclass(frozen=True)
class Deviation:
    """A line of a budget whose account came to something else. Why is a text of the report."""

    report: int
    grant: int
    name: str
    budget: int
    actual: int
    deviation: int


@dataclass(frozen=True)
class Staffing:
    report: int
    agreed: Decimal | None
    filled: Decimal | None


@dataclass(frozen=True)
class Income:
    """From whom is a text that can be redacted: it is read where it is shown, never remembered."""

    report: int
    # Its place among the report's incomes.
    place: int
    amount: int
    is_public_grant: bool


@dataclass(frozen=True)
class Money:
    grants: list[GrantRow]
    sums: dict[str, Known]
    lines: list[LetterLine]
    deviations: list[Deviation]
    staffing: list[Staffing]
    agreed: Known
    filled: Known
    incomes: list[Income]
    # The reports whose frozen figures hold no money.
    missing: list[int]


@dataclass
class Adding:
    grants: list[GrantRow] = field(default_factory=list)
    lines: dict[tuple[str, str], list[tuple[int, int | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    deviations: list[Deviation] = field(default_factory=list)
    staffing: list[Staffing] = field(default_factory=list)
    incomes: list[Income] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)

    def add(self, source: Source) -> None:
        found = source.figures.get("money")
        if found is None:
            self.missing.append(source.report)
            return
        for grant in found["grants"]:
            self.add_grant(source.report, grant)
        staffing = found["staffing"]
        agreed, filled = decimal(staffing["agreed"]), decimal(staffing["filled"])
        self.staffing.append(Staffing(source.report, agreed, filled))
        for place, row in enumerate(found["other_income"]):
            income = Income(source.report, place, row["amount"], row["is_public_grant"])
            self.incomes.append(income)

    def add_grant(self, report: int, grant: dict[str, Any]) -> None:
        amounts = {name: grant.get(name) for name in AMOUNTS}
        self.grants.append(GrantRow(report, grant["grant"], grant["scheme"], amounts))
        for line in grant["lines"]:
            self.lines[line["chapter"], line["item"]].append((report, line["amount"]))
        for row in grant["budget"]:
            if row["deviation"]:
                numbers = row["budget"], row["actual"], row["deviation"]
                self.deviations.append(Deviation(report, grant["grant"], row["name"], *numbers))

    def money(self) -> Money:
        return Money(
            grants=self.grants,
            sums={name: known(row.amounts[name] for row in self.grants) for name in AMOUNTS},
            lines=[letter_line(*at, rows) for at, rows in sorted(self.lines.items())],
            deviations=self.deviations,
            staffing=self.staffing,
            agreed=known(row.agreed for row in self.staffing),
            filled=known(row.filled for row in self.staffing),
            incomes=self.incomes,
            missing=self.missing,
        )


def letter_line(chapter: str, item: str, rows: list[tuple[int, int | None]]) -> LetterLine:
    parts: dict[int, int] = defaultdict(int)
    for report, amount in rows:
        if amount is not None:
            parts[report] += amount
    return LetterLine(chapter, item, known(amount for _report, amount in rows), dict(parts))


def known(values: Iterable[Number | None]) -> Known:
    every = list(values)
    given = [value for value in every if value is not None]
    return Known(sum(given) if given else None, len(given), len(every))


def decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
