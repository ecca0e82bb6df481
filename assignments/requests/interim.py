"""The words of an interim reply: in which language, from which template, and what is filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assignments.requests.models import LetterTemplate, SupportRequest
from assignments.requests.working_days import add_working_days
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality

Language = SupportRequest.Language
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# What may stand in a template between braces, and what it becomes.
PLACEHOLDERS = {
    "saksnummer": _("saksnummeret i portalen"),
    "kommune": _("kommunen som spør"),
    "senter": _("senteret som svarer"),
    "rådgiver": _("den som har saken hos senteret"),
    "frist": _("dagen kommunen kan regne med svar"),
}
OF_FORM = {
    Organisation.Language.BOKMAAL: Language.BOKMAAL,
    Organisation.Language.NYNORSK: Language.NYNORSK,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """An interim reply as it is proposed to the adviser."""

    language: str
    subject: str
    body: str
    has_template: bool


def form_of(municipality: Municipality) -> str:
    """bokmål, nynorsk or nøytral: what the municipality has decided towards the state."""
    party = municipality.organisation
    return party.language if party else municipality.language_form


def norwegian_of(support_request: SupportRequest) -> str:
    """The municipality's own form; when neutral that of the request, else the centre's own."""
    decided = OF_FORM.get(form_of(support_request.municipality))  # type: ignore[call-overload]
    if decided:
        return str(decided)
    if not support_request.is_sami:
        return support_request.language
    own = OF_FORM.get(support_request.centre.organisation.language)  # type: ignore[call-overload]
    return str(own or Language.BOKMAAL)


def find_template(centre: Centre, language: str) -> LetterTemplate | None:
    """The centre's own words, else everyone's."""
    found = LetterTemplate.objects.filter(Q(centre=centre) | Q(centre=None), language=language)
    return found.order_by(F("centre").asc(nulls_last=True)).first()


def template_for(support_request: SupportRequest) -> tuple[str, LetterTemplate | None]:
    """In which language, from which words: Sámi only where people have written it."""
    if support_request.is_sami:
        own = find_template(support_request.centre, support_request.language)
        if own is not None:
            return support_request.language, own
    language = norwegian_of(support_request)
    return language, find_template(support_request.centre, language)


def draft(support_request: SupportRequest, *, by: User, expected_on: date) -> Draft:
    language, template = template_for(support_request)
    values = values_of(support_request, by=by, expected_on=expected_on, language=language)
    return Draft(
        language=language,
        subject=fill(template.subject, values) if template else "",
        body=fill(template.body, values) if template else "",
        has_template=template is not None,
    )


def values_of(
    support_request: SupportRequest, *, by: User, expected_on: date, language: str
) -> dict[str, str]:
    return {
        "saksnummer": support_request.case_number,
        "kommune": str(support_request.municipality),
        "senter": support_request.centre.name,
        "rådgiver": (support_request.adviser or by).name,
        "frist": day_in(expected_on, language),
    }


def day_in(day: date, language: str) -> str:
    """A day in words; in Sámi, whose names of months the portal has not, in figures."""
    if language in SupportRequest.SAMI:
        return date_format(day, "d.m.Y")
    with translation.override(language):
        return date_format(day, "j. F Y")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Names that are not known stand as they are."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def unknown_placeholders(text: str) -> list[str]:
    """What stands between braces and is none of ours, and braces without a mate."""
    found = [f"{{{name}}}" for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    rest = PLACEHOLDER.sub("", text)
    return [*dict.fromkeys(found), *sorted({sign for sign in rest if sign in "{}"})]


def expected_answer(support_request: SupportRequest) -> date:
    """When an answer can be expected unless the adviser knows better."""
    today = timezone.localdate()
    if support_request.answer_due_on > today:
        return support_request.answer_due_on
    return add_working_days(today, support_request.centre.answer_days)
