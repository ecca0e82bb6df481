"""What each column of a file is: chosen by a person, guessed beforehand, remembered afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from municipalities.indicators.incoming import headings as words
from municipalities.indicators.models import ColumnMap, Indicator

PLACE, YEAR, INDICATOR, VALUE, IGNORE = "place", "year", "indicator", "value", "ignore"
VALUE_OF = "value:"
ROLES = (PLACE, YEAR, INDICATOR, VALUE, IGNORE)


class ColumnsProblemError(Exception):
    """The columns as chosen do not make a table of figures."""


@dataclass(frozen=True)
class Columns:
    """Heading → role, and what no column says."""

    roles: Mapping[str, str]
    year: int | None = None
    indicator: str = ""

    def with_role(self, role: str) -> list[str]:
        return [heading for heading, given in self.roles.items() if given == role]

    def only(self, role: str) -> str | None:
        found = self.with_role(role)
        return found[0] if found else None

    @property
    def value_columns(self) -> dict[str, str]:
        """Heading → code of the indicator whose values stand there."""
        return {
            heading: role.removeprefix(VALUE_OF)
            for heading, role in self.roles.items()
            if role.startswith(VALUE_OF)
        }

    def stored(self) -> dict[str, Any]:
        constants = {"year": self.year, "indicator": self.indicator}
        return {"columns": dict(self.roles), "constants": constants}


def from_stored(found: Mapping[str, Any]) -> Columns:
    constants = found.get("constants") or {}
    return Columns(
        found.get("columns") or {}, constants.get("year"), constants.get("indicator") or ""
    )


def check(columns: Columns, *, codes: Iterable[str]) -> None:
    """One place, one year, and values of which it is known what they measure."""
    known = set(codes)
    for role in (PLACE, YEAR, INDICATOR, VALUE):
        if len(columns.with_role(role)) > 1:
            raise ColumnsProblemError(
                _("%(columns)s kan ikke være det samme. Velg én av dem.")
                % {"columns": ", ".join(f"«{one}»" for one in columns.with_role(role))}
            )
    if not columns.with_role(PLACE):
        raise ColumnsProblemError(_("Velg hvilken kolonne som er stedet."))
    if bool(columns.with_role(YEAR)) == (columns.year is not None):
        raise ColumnsProblemError(_("Velg hvilken kolonne som er året, eller skriv ett år."))
    check_values(columns, known)


def check_values(columns: Columns, known: set[str]) -> None:
    wide = list(columns.value_columns.values())
    if set(wide) - known or (columns.indicator and columns.indicator not in known):
        raise ColumnsProblemError(_("Kilden har ingen slik indikator."))
    if len(set(wide)) < len(wide):
        raise ColumnsProblemError(_("To kolonner kan ikke ha verdiene til samme indikator."))
    has_value = bool(columns.with_role(VALUE))
    if has_value == bool(wide):
        raise ColumnsProblemError(
            _("Velg én kolonne med verdier, eller en indikator for hver kolonne med verdier.")
        )
    named = bool(columns.with_role(INDICATOR)) + bool(columns.indicator)
    if named != int(has_value):
        raise ColumnsProblemError(
            _(
                "Velg enten en kolonne som sier hvilken indikator verdien hører til, "
                "eller én indikator for hele filen."
            )
        )


def proposed(
    headings: Iterable[str], remembered: ColumnMap | None, indicators: Iterable[Indicator]
) -> Columns:
    """What was chosen for the source's last file, else a guess from the words."""
    asked = [heading for heading in headings if heading]
    if remembered and set(remembered.columns) >= set(asked):
        known = from_stored({"columns": remembered.columns, "constants": remembered.constants})
        roles = {heading: known.roles[heading] for heading in asked}
        return Columns(roles, known.year, known.indicator)
    held = remembered.columns if remembered else {}
    named = {name: one.code for one in indicators for name in names_of(one)}
    roles = {heading: held.get(heading) or guessed(heading, named) for heading in asked}
    return Columns(once_each(roles))


def guessed(heading: str, named: Mapping[str, str]) -> str:
    if heading.casefold() in named:
        return VALUE_OF + named[heading.casefold()]
    for role, looks in (
        (PLACE, words.looks_like_place),
        (YEAR, words.looks_like_year),
        (INDICATOR, words.looks_like_indicator),
        (VALUE, words.looks_like_value),
    ):
        if looks(heading):
            return role
    return IGNORE


def once_each(roles: Mapping[str, str]) -> dict[str, str]:
    """Each role is for one column: the first that looks like it."""
    taken: set[str] = {IGNORE}
    found = {}
    for heading, role in roles.items():
        found[heading] = IGNORE if role in taken else role
        taken.add(role)
    return found


def names_of(indicator: Indicator) -> set[str]:
    names = (indicator.code, indicator.name_nb, indicator.name_nn)
    return {name.casefold() for name in names}
