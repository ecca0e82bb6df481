"""From what stands in a cell to a municipality or city district as it was on a day.

A code or name in force on the day is that place. An outdated one is carried forward where there is
one answer, and one that came later is carried back only one to one (rule 23). Where there are
several answers they are named, and a person chooses.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from django.utils.translation import gettext as _

from assignments.activities.importing.cells import CellProblemError, refuse_formula
from municipalities.models import Municipality
from municipalities.structure import Carried, current_chain

CODE = re.compile(r"(?:K[-_ ]?)?(\d{3,6})(?:\s+[^\d\s].*)?", re.IGNORECASE)
NAME_AND_CODE = re.compile(r"(.+?)\s*\((\d{3,6})\)")
NAME_AND_COUNTY = re.compile(r"(.+?)\s*\((.+)\)")
# «Guovdageaidnu – Kautokeino», «Snåase - Snåsa», «Porsanger/Porsáŋgu».
SEVERAL_NAMES = re.compile(r"\s+[-\N{EN DASH}]\s+|/")
WORDS = (" kommune", " bydel")
SHOWN_CANDIDATES = 6
# A file full of names that nobody knows is not worth a search for each.
MOST_GUESSES = 200


@dataclass(frozen=True, slots=True)
class Found:
    place: Municipality
    # The cell named a code or name of another time.
    is_carried: bool = False


class Places:
    """All places that were ever in force, by code and by every official name."""

    def __init__(self) -> None:
        self.chain = current_chain()
        rows = Municipality.objects.select_related("county", "parent").order_by("code")
        self.by_code = {place.code: place for place in rows}
        self.by_name: dict[str, list[Municipality]] = defaultdict(list)
        for place in self.by_code.values():
            for name in names_of(place):
                self.by_name[name].append(place)
        self.turns = turning_points(self.by_code.values())
        self.known: dict[tuple[str, bool, int], Found | str] = {}
        self.guesses = 0

    def find(self, shown: str, day: date, *, is_district: bool) -> Found:
        """The place, or a CellProblemError. Between two changes the answer is the same."""
        key = (shown, is_district, bisect_right(self.turns, day))
        if key not in self.known:
            try:
                self.known[key] = self.look_up(shown, day, is_district=is_district)
            except CellProblemError as problem:
                self.known[key] = str(problem)
        found = self.known[key]
        if isinstance(found, str):
            raise CellProblemError(found)
        return found

    def look_up(self, shown: str, day: date, *, is_district: bool) -> Found:
        refuse_formula(shown)
        by_code = CODE.fullmatch(shown) or NAME_AND_CODE.fullmatch(shown)
        if by_code:
            return self.of_code(padded(by_code[by_code.lastindex or 1]), day)
        return self.of_name(shown, day, is_district=is_district)

    def of_code(self, code: str, day: date) -> Found:
        place = self.by_code.get(code)
        if place is None:
            raise CellProblemError(_("Nummeret %(code)s finnes ikke.") % {"code": code})
        if place.is_in_force(day):
            return Found(place)
        carried = self.carried(place, day)
        if carried.is_split or len(carried.codes) != 1:
            raise CellProblemError(self.why_not(place, day, carried))
        there = self.by_code[carried.codes[0]]
        if not there.is_in_force(day):
            raise CellProblemError(
                _("%(place)s fantes ikke %(day)s.") % {"place": named(place), "day": written(day)}
            )
        return Found(there, is_carried=True)

    def carried(self, place: Municipality, day: date) -> Carried:
        return self.chain.carry(place.code, on=day, to=day)

    def why_not(self, place: Municipality, day: date, carried: Carried) -> str:
        others = self.list_of(self.by_code[code] for code in carried.codes)
        return _("%(place)s fantes ikke %(day)s, og kan være flere: %(others)s. Velg én.") % {
            "place": named(place),
            "day": written(day),
            "others": others,
        }

    def of_name(self, shown: str, day: date, *, is_district: bool) -> Found:
        called = self.called(shown, is_district=is_district)
        now = [place for place in called if place.is_in_force(day)]
        if len(now) == 1:
            return Found(now[0])
        if now:
            raise CellProblemError(self.several(shown, now))
        if not called:
            raise CellProblemError(self.unknown(shown, day, is_district=is_district))
        return self.once_called(shown, called, day)

    def once_called(self, shown: str, called: list[Municipality], day: date) -> Found:
        """Places that had the name at another time: what they were on the day, if that is one."""
        answers = {place.code: self.carried(place, day) for place in called}
        codes = {code for carried in answers.values() for code in carried.codes}
        if len(codes) == 1 and not any(carried.is_split for carried in answers.values()):
            return Found(self.of_code(called[0].code, day).place, is_carried=True)
        raise CellProblemError(self.several(shown, [self.by_code[code] for code in sorted(codes)]))

    def called(self, shown: str, *, is_district: bool) -> list[Municipality]:
        """Those with the name; after a name, the county or city in brackets chooses."""
        name = folded(shown)
        found = self.of_kind(name, is_district=is_district)
        bracket = NAME_AND_COUNTY.fullmatch(name)
        if found or bracket is None:
            return found
        inside = bracket[2].removeprefix("bydel i ").strip()
        same = self.of_kind(folded(bracket[1]), is_district=is_district)
        return [place for place in same if inside in surroundings(place)]

    def of_kind(self, name: str, *, is_district: bool) -> list[Municipality]:
        return [place for place in self.by_name.get(name, ()) if place.is_district == is_district]

    def several(self, shown: str, places: list[Municipality]) -> str:
        return _("«%(name)s» kan være flere: %(others)s. Skriv nummeret.") % {
            "name": shown[:60],
            "others": self.list_of(places),
        }

    def unknown(self, shown: str, day: date, *, is_district: bool) -> str:
        text = _("Finner ikke «%(name)s».") % {"name": shown[:60]}
        self.guesses += 1
        if self.guesses > MOST_GUESSES:
            return text
        near = self.near(shown, day, is_district=is_district)
        if not near:
            return text
        called = self.of_kind(near[0], is_district=is_district)
        meant = self.list_of(place for place in called if place.is_in_force(day))
        return f"{text} " + _("Mente du %(meant)s?") % {"meant": meant}

    def near(self, shown: str, day: date, *, is_district: bool) -> list[str]:
        there = [
            name
            for name, places in self.by_name.items()
            if any(one.is_in_force(day) and one.is_district == is_district for one in places)
        ]
        return get_close_matches(folded(shown)[:80], there, n=1, cutoff=0.75)

    def list_of(self, places: Iterable[Municipality]) -> str:
        unique = {place.code: place for place in places}
        shown = [named(place) for place in list(unique.values())[:SHOWN_CANDIDATES]]
        rest = len(unique) - len(shown)
        return ", ".join(shown) + (_(" og %(count)d til") % {"count": rest} if rest else "")


def turning_points(places: Iterable[Municipality]) -> list[date]:
    """Days on which some place begins or has ended."""
    begins, ends = set(), set()
    for place in places:
        begins.add(place.valid_from)
        ends.add(place.valid_to and place.valid_to + timedelta(days=1))
    return sorted(day for day in begins | ends if day is not None)


def names_of(place: Municipality) -> set[str]:
    official = SEVERAL_NAMES.split(place.official_name)
    names = (place.name, place.official_name, place.name_sami, place.name_kven, *official)
    return {folded(name) for name in names if name.strip()}


def folded(name: str) -> str:
    plain = " ".join(name.split()).casefold()
    for word in WORDS:
        plain = plain.removesuffix(word)
    return plain


def surroundings(place: Municipality) -> set[str]:
    city = place.parent.name if place.parent else place.county.name
    return {folded(city), folded(place.county.name)}


def padded(digits: str) -> str:
    """Spreadsheets lose zeros at the front: 301 is 0301."""
    return digits.zfill(len(digits) + len(digits) % 2)


def named(place: Municipality) -> str:
    where = place.parent.name if place.parent else place.county.name
    return f"{place.code} {place.name} ({where})"


def written(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
