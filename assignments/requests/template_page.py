"""A centre's templates as its leader sees them: whose words stand in each language."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.requests import interim
from assignments.requests.models import LetterTemplate, SupportRequest
from assignments.requests.working_days import add_working_days
from centres.models import Centre
from korus_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """One language: the words that stand, and whether they are the centre's own."""

    language: str
    label: str
    template: LetterTemplate | None

    @property
    def is_own(self) -> bool:
        return self.template is not None and self.template.centre_id is not None

    @property
    def version(self) -> int:
        """That of the centre's own words; 0 while it has none."""
        return self.template.version if self.template and self.is_own else 0


def standings(centre: Centre) -> list[Standing]:
    rows = LetterTemplate.objects.filter(Q(centre=centre) | Q(centre=None))
    # The centre's own come last, and win.
    found = {row.language: row for row in sorted(rows, key=lambda row: row.centre_id is not None)}
    return [
        Standing(str(value), capfirst(str(label)), found.get(value))
        for value, label in SupportRequest.Language.choices
    ]


def standing(centre: Centre, language: str) -> Standing | None:
    return next((one for one in standings(centre) if one.language == language), None)


def preview(centre: Centre, language: str, text: str, *, by: User) -> str:
    """The words with an invented case filled in."""
    today = timezone.localdate()
    day = add_working_days(today, centre.answer_days)
    values = {
        "saksnummer": f"{today.year}-00012",
        "kommune": _("Eksempel kommune"),
        "senter": centre.name,
        "rådgiver": by.name,
        "frist": interim.day_in(day, language),
    }
    return interim.fill(text, values)
