"""From a cell to a municipality, a city district, a county or the country."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from municipalities.indicators.incoming.cells import CellProblemError, refuse_formula
from municipalities.indicators.incoming.tables import Cell, text
from municipalities.models import County, Municipality
from municipalities.structure import Carried, Chain, current_chain

# SSB writes K-0301 for a municipality and F-03 or EKA03 for a county; FHI writes 0300 for a county.
CODE = re.compile(r"(?:(?P<kind>K|F|EKA)[-_ ]?)?(?P<digits>[0-9]{1,6})(?:\s+\S.*)?", re.IGNORECASE)
COUNTRY = {"eak", "hele landet", "landet", "norge", "hele norge"}


@dataclass(frozen=True, slots=True)
class Found:
    """Both empty: the country. `is_carried` when the code was that of another year."""

    municipality: int | None
    county: int | None
    code: str
    is_carried: bool = False


class Places:
    """Codes in the structure of each figure's own year, or in one structure for all of them."""

    def __init__(self, structure_year: int | None = None) -> None:
        self.structure_year = structure_year
        self.chain: Chain = current_chain()
        self.counties = {county.code: county for county in County.objects.all()}
        self.known: dict[tuple[str, int], Found | str] = {}

    def find(self, cell: Cell, year: int) -> Found:
        """The place, or a CellProblemError that says what is wrong with the code."""
        shown = " ".join(text(cell).split())
        key = (shown, self.structure_year or year)
        if key not in self.known:
            self.known[key] = self._attempt(*key)
        found = self.known[key]
        if isinstance(found, str):
            raise CellProblemError(found)
        return found

    def _attempt(self, shown: str, year: int) -> Found | str:
        try:
            return self._look_up(shown, date(year, 1, 1))
        except CellProblemError as problem:
            return str(problem)

    def _look_up(self, shown: str, day: date) -> Found:
        if not shown:
            raise CellProblemError(_("Kommunenummeret mangler."))
        refuse_formula(shown)
        if shown.casefold() in COUNTRY:
            return Found(None, None, shown[:20])
        code = code_in(shown)
        if code is None:
            raise CellProblemError(_("Her skal det stå et kommunenummer, fylkesnummer eller 0."))
        if not code:
            return Found(None, None, "0")
        if len(code) == 2:
            return self._county(code, day)
        return self._municipality(code, day)

    def _county(self, code: str, day: date) -> Found:
        county = self.counties.get(code)
        if county is None:
            raise CellProblemError(_("Fylkesnummeret %(code)s finnes ikke.") % {"code": code})
        begins, ends = county.valid_from, county.valid_to
        if (begins and begins > day) or (ends and ends < day):
            raise CellProblemError(
                _("Fylke %(code)s %(name)s fantes ikke 1. januar %(year)d.")
                % {"code": code, "name": county.name, "year": day.year}
            )
        return Found(None, county.pk, code)

    def _municipality(self, code: str, day: date) -> Found:
        place = self.chain.places.get(code)
        if place is None:
            raise CellProblemError(_("Kommunenummeret %(code)s finnes ikke.") % {"code": code})
        stood = place.nearest_day(day)
        if stood == day:
            return Found(place.pk, None, code)
        carried = self.chain.carry(code, on=stood, to=day)
        if carried.codes == (code,) and not carried.is_split:
            raise CellProblemError(
                _("%(code)s var ikke i bruk 1. januar %(year)d.") % {"code": code, "year": day.year}
            )
        back = self.chain.carry(carried.codes[0], on=day, to=stood)
        if carried.is_split or back.is_split or back.codes != (code,):
            raise CellProblemError(self._why_not(code, day, carried))
        return Found(self.chain.places[carried.codes[0]].pk, None, code, is_carried=True)

    def _why_not(self, code: str, day: date, carried: Carried) -> str:
        names = {"code": code, "year": day.year, "others": ", ".join(carried.codes)}
        if self.chain.places[code].nearest_day(day) > day:
            return (
                _(
                    "%(code)s fantes ikke 1. januar %(year)d. Velg kommunestruktur hvis filen er "
                    "regnet om til en senere inndeling."
                )
                % names
            )
        if carried.is_split:
            return _("%(code)s var delt 1. januar %(year)d, mellom %(others)s.") % names
        return _("%(code)s var slått sammen med andre 1. januar %(year)d, til %(others)s.") % names


def code_in(shown: str) -> str | None:
    """Two digits for a county, four for a municipality, six for a district, empty for the country.

    Spreadsheets lose zeros at the front: 301 is 0301. None when the cell holds no code.
    """
    match = CODE.fullmatch(shown)
    if match is None:
        return None
    digits, kind = match["digits"], (match["kind"] or "").upper()
    if not digits.strip("0"):
        return ""
    padded = digits.zfill(len(digits) + len(digits) % 2)
    if len(padded) == 4 and padded.endswith("00"):
        padded = padded[:2]
    is_county = len(padded) == 2
    if kind and is_county == (kind == "K"):
        return None
    return padded


def place_names() -> dict[int, tuple[str, str]]:
    """Code and name of every municipality and district."""
    rows = Municipality.objects.order_by().values_list("pk", "code", "name")
    return {pk: (code, name) for pk, code, name in rows}
