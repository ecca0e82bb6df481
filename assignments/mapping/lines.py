"""The list of those to be asked: `kommune; tjeneste; e-post; målform`, one to a line."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from assignments.mapping.values import Invited
from korus_portal.design.free_text import refuse_identity_numbers
from municipalities import structure
from municipalities.models import Municipality

MOST_LINES = 2000
LONGEST_SERVICE = 120
LONGEST_EMAIL = 254
LANGUAGES = {"nb": "nb", "bokmål": "nb", "bokmaal": "nb", "nn": "nn", "nynorsk": "nn"}
HEADER = "kommune"


class LineError(Exception):
    """What is wrong with a line, for the person who wrote it."""


@dataclass
class Read:
    """What the lines say. `errors` are by line number; with any of them nothing is used."""

    invited: list[Invited] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)


def read(text: str, *, on: date, taken: Iterable[str]) -> Read:
    """Read every line; `taken` are the addresses that are invited already."""
    places = Places(on)
    found = Read()
    seen: dict[str, int] = {}
    already = {address.lower() for address in taken}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip(" ;\t") or (number == 1 and is_header(line)):
            continue
        try:
            one = read_line(line, places)
            check_new(one.email, seen, already)
        except LineError as error:
            found.errors.append((number, str(error)))
        else:
            seen[one.email] = number
            found.invited.append(one)
    return found


def is_header(line: str) -> bool:
    return line.lstrip("\ufeff").split(";")[0].strip().lower() == HEADER


def read_line(line: str, places: "Places") -> Invited:
    cells = [cell.strip() for cell in line.lstrip("\ufeff").split(";")]
    while len(cells) > 3 and not cells[-1]:
        cells.pop()
    if len(cells) not in (3, 4):
        raise LineError(
            _("Linjen skal ha kommune, tjeneste, e-post og målform, med semikolon mellom.")
        )
    place = places.find(cells[0])
    return Invited(
        municipality=place,
        service=read_service(cells[1]),
        email=read_email(cells[2]),
        language=read_language(cells[3] if len(cells) == 4 else "", place),
    )


def read_service(text: str) -> str:
    service = " ".join(text.split())
    if not service:
        raise LineError(_("Tjenesten mangler."))
    if len(service) > LONGEST_SERVICE:
        raise LineError(
            _("Navnet på tjenesten er for langt. Bruk høyst %(n)d tegn.") % {"n": LONGEST_SERVICE}
        )
    try:
        refuse_identity_numbers(service)
    except ValidationError as error:
        raise LineError(error.messages[0]) from error
    return service


def read_email(text: str) -> str:
    if not text:
        raise LineError(_("E-postadressen mangler."))
    try:
        validate_email(text)
    except ValidationError:
        raise LineError(_("«%(text)s» er ikke en e-postadresse.") % {"text": text}) from None
    if len(text) > LONGEST_EMAIL:
        raise LineError(_("E-postadressen er for lang."))
    return text.lower()


def read_language(text: str, place: Municipality) -> str:
    """The language that is written; else the municipality's own."""
    if not text:
        return "nn" if place.language_form == "nynorsk" else "nb"
    if text.lower() not in LANGUAGES:
        raise LineError(_("Målformen «%(text)s» er ukjent. Skriv nb eller nn.") % {"text": text})
    return LANGUAGES[text.lower()]


def check_new(email: str, seen: dict[str, int], already: set[str]) -> None:
    if email in seen:
        raise LineError(
            _("%(email)s står også på linje %(line)d.") % {"email": email, "line": seen[email]}
        )
    if email in already:
        raise LineError(_("%(email)s er allerede invitert.") % {"email": email})


class Places:
    """Municipalities and city districts by code of any year, or by a name of today."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.chain = structure.current_chain()
        rows = Municipality.objects.places_in_force(on=on).select_related("county")
        self.by_code = {row.code: row for row in rows}
        self.by_name: defaultdict[str, list[Municipality]] = defaultdict(list)
        for row in self.by_code.values():
            for name in {row.name, row.official_name, row.name_sami, row.name_kven} - {""}:
                self.by_name[name.casefold()].append(row)

    def find(self, text: str) -> Municipality:
        if not text:
            raise LineError(_("Kommunen mangler."))
        return self.coded(text) if text.isdigit() else self.named(text)

    def coded(self, text: str) -> Municipality:
        """A code that has ended stands for what it became, where that is one municipality."""
        # Spreadsheets take the zero away from 0301 and 030101.
        code = text.zfill(4 if len(text) <= 4 else 6)
        if code in self.by_code:
            return self.by_code[code]
        if code not in self.chain.places:
            raise LineError(_("Kommunenummeret %(code)s finnes ikke.") % {"code": text})
        carried = self.chain.carry(code, on=self.on, to=self.on)
        if carried.is_split or carried.codes[0] not in self.by_code:
            new = ", ".join(self.label(one) for one in carried.codes)
            raise LineError(
                _("%(code)s er delt mellom %(new)s. Skriv hvilken av dem.")
                % {"code": text, "new": new}
            )
        return self.by_code[carried.codes[0]]

    def named(self, text: str) -> Municipality:
        """A municipality goes before a city district of the same name."""
        rows = self.by_name.get(" ".join(text.split()).casefold(), [])
        found = [row for row in rows if not row.is_district] or rows
        if not found:
            raise LineError(
                _("Ingen kommune i dag heter «%(name)s». Skriv kommunenummeret.") % {"name": text}
            )
        if len(found) > 1:
            which = ", ".join(self.label(row.code) for row in found)
            raise LineError(
                _("Flere heter «%(name)s»: %(which)s. Skriv kommunenummeret.")
                % {"name": text, "which": which}
            )
        return found[0]

    def label(self, code: str) -> str:
        row = self.by_code.get(code)
        return f"{code} {row.name} ({row.county})" if row else code
