"""What stands on the page of one case."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.requests.case_now import clock_of, held_since, state_since
from assignments.requests.case_reader import Case
from assignments.requests.case_steps import choices_of
from assignments.requests.case_timeline import ANSWERS, entries_of
from assignments.requests.forms.deciding import NumberForm
from assignments.requests.models import Holder, SupportRequest


def page_of(case: Case) -> dict[str, Any]:
    found = case.request
    return {
        "support_request": found,
        "case": case,
        "title": _("Henvendelse %(number)s") % {"number": found.case_number},
        "lead": _("Fra %(municipality)s til %(centre)s")
        % {"municipality": _all_who_ask(case), "centre": found.centre},
        "held_since": held_since(found, case.events),
        "state_since": state_since(found, case.events),
        "clock": clock_of(found, is_of_municipality=case.is_of_municipality),
        "choices": choices_of(case),
        "to_answer": case.to_answer(),
        "to_take_back": case.to_take_back(),
        "entries": entries_of(case),
        "answers": [row for row in case.events if row.kind in ANSWERS],
        "can_confirm": case.asked and not found.is_confirmed,
        "is_own": case.owns,
        "numbers": numbers_of(case),
        "tiltak": _own_tiltak(case),
        "activity_url": activity_url(found) if _may_register_activity(case) else "",
    }


def numbers_of(case: Case) -> list[dict[str, Any]]:
    """Both sides' own case numbers; the reader's own with a form to change it."""
    found, form = case.request, _number_form
    first = {
        "whose": found.municipality,
        "number": found.municipality_case_number,
        **(form(case, found.municipality_case_number, "kommune") if case.asked else {}),
    }
    return [first, *(_number_of(case, holder) for holder in case.holders)]


def _number_of(case: Case, holder: Holder) -> dict[str, Any]:
    number = holder.own_case_number
    is_mine = case.works_at(holder.centre)
    form = _number_form(case, number, holder.centre.code) if is_mine else {}
    return {"whose": holder.centre, "number": number, **form}


def _number_form(case: Case, number: str, side: str) -> dict[str, Any]:
    url = reverse("requests:request_number", args=[case.request.case_number, side])
    form = NumberForm(initial={"number": number}, auto_id=f"id_{side}_%s")
    return {"form": form, "url": url}


def _all_who_ask(case: Case) -> str:
    """«Alta, Kautokeino og Karasjok», as far as they have not left."""
    names = [str(case.request.municipality), *(str(row.municipality) for row in case.partners)]
    if len(names) == 1:
        return names[0]
    return _("%(some)s og %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def _own_tiltak(case: Case) -> list[tuple[str, str, str]]:
    """Centre, title and address of each tiltak; linked where the reader may open it."""
    rows = [row for row in case.holders if row.assignment is not None]
    return [
        (
            str(row.centre),
            str(row.assignment),
            row.assignment.get_absolute_url() if case.works_at(row.centre) else "",
        )
        for row in rows
        if row.assignment is not None
    ]


def _may_register_activity(case: Case) -> bool:
    helped = {SupportRequest.Status.ACCEPTED, SupportRequest.Status.UNDER_WAY}
    return case.holding is not None and case.request.status in helped


def activity_url(found: SupportRequest) -> str:
    """The form of a new activity, with what the request already says."""
    known = {"municipality": found.municipality.code, "centre": found.centre.code}
    if found.theme is not None:
        known["theme"] = found.theme.code
    return f"{reverse('activities:activity_new')}?{urlencode(known)}"
