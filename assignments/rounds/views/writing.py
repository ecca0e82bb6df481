"""Registering and correcting rounds."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.plans.conflicts import (
    AlreadySentError,
    Difference,
    StaleVersionError,
    build_on,
    differences,
)
from assignments.plans.rules import own_centres
from assignments.plans.years import FIRST_YEAR, YearClosedError
from assignments.rounds import actions, rules
from assignments.rounds.forms.recipients import AddRecipientsForm
from assignments.rounds.forms.round import EditRoundForm, NewRoundForm, RoundForm
from assignments.rounds.models import InformationRound
from assignments.rounds.progress import progress_of
from assignments.rounds.recipients import outside
from assignments.rounds.values import LABELS, values_of
from assignments.rounds.views.parts import crumbs_of, files_of, own_round, page_with_form, sent
from centres.models import Centre
from korus_portal.accounts.http import AuthenticatedRequest
from municipalities.models import Municipality

MOST_NAMED = 10


@page_with_form
def round_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_register_rounds(request.user):
        raise PermissionDenied
    centres = list(own_centres(request.user))
    known = {} if request.method == "POST" else known_from(request, centres)
    form = NewRoundForm(sent(request), files_of(request), centres=centres, known=known)
    before = None
    if form.is_valid():
        try:
            written = register(request, form)
        except AlreadySentError as again:
            written, before = None, again.first
        if written is not None:
            return redirect(written)
    context = {"form": form, "before": before, "crumbs": crumbs_of(here=_("Ny informasjonsrunde"))}
    return render(request, "rounds/round_new.html", context)


@page_with_form
def round_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = own_round(request, pk)
    if not rules.can_change_round(request.user, found):
        raise PermissionDenied
    form = EditRoundForm(sent(request), files_of(request), information_round=found)
    newer = list[Difference]()
    if form.is_valid():
        try:
            if change(request, form, found):
                return redirect(found)
        except StaleVersionError:
            newer = differences(values_of(found), form.values(), LABELS)
            if form.upload is not None:
                form.add_error("document", _("Velg dokumentet på nytt."))
            build_on(form, found.version)
    crumbs = crumbs_of(found, _("Rett"))
    context = {"form": form, "round": found, "differences": newer, "crumbs": crumbs}
    return render(request, "rounds/round_edit.html", context)


@page_with_form
def recipients_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = own_round(request, pk)
    if not rules.can_change_round(request.user, found):
        raise PermissionDenied
    form = AddRecipientsForm(sent(request), centre=found.centre, day=found.day)
    if form.is_valid():
        try:
            added = actions.add_recipients(
                information_round=found, places=form.chosen, by=request.user
            )
        except (actions.RoundError, YearClosedError) as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext("%(n)d mottaker lagt til.", "%(n)d mottakere lagt til.", added)
            messages.success(request, text % {"n": added})
            tell_outside(request, found, form.chosen)
            return redirect(found)
    crumbs = crumbs_of(found, _("Legg til mottakere"))
    return render(
        request, "rounds/recipients_add.html", {"form": form, "round": found, "crumbs": crumbs}
    )


def known_from(request: AuthenticatedRequest, centres: Sequence[Centre]) -> dict[str, object]:
    """A link from the list asks for a round to those that nobody has told in the year."""
    year, code = request.GET.get("mangler", ""), request.GET.get("senter", "")
    centre = next((one for one in centres if one.code == code), None)
    if centre is None or not (year.isdecimal() and len(year) == 4 and int(year) >= FIRST_YEAR):
        return {}
    missing = progress_of(centre, int(year)).missing
    return {"centre": centre.code, "places": [row.code for row in missing]}


def register(request: AuthenticatedRequest, form: NewRoundForm) -> InformationRound | None:
    """None when it was refused; the form says why."""
    centre = form.sender
    if centre is None:
        return None
    try:
        written = actions.register_round(
            centre=centre,
            values=form.values(),
            places=form.chosen,
            by=request.user,
            upload=form.upload,
            form_token=form.cleaned_data["form_token"],
        )
    except (actions.RoundError, YearClosedError) as refusal:
        refuse(form, refusal)
        return None
    messages.success(request, _("Informasjonsrunden er lagret."))
    tell_outside(request, written, form.chosen)
    return written


def change(request: AuthenticatedRequest, form: EditRoundForm, found: InformationRound) -> bool:
    try:
        actions.change_round(
            information_round=found,
            values=form.values(),
            version=form.cleaned_data["version"] or 0,
            by=request.user,
            upload=form.upload,
        )
    except (actions.RoundError, YearClosedError) as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, _("Informasjonsrunden er rettet."))
    return True


def refuse(form: RoundForm, refusal: Exception) -> None:
    """At the field that it is about; a chosen file has to be chosen again."""
    of_the_day = (actions.ImpossibleDayError, actions.NotThereError, YearClosedError)
    form.add_error("day" if isinstance(refusal, of_the_day) else None, str(refusal))
    if form.upload is not None:
        form.add_error("document", _("Velg dokumentet på nytt."))


def tell_outside(
    request: AuthenticatedRequest, found: InformationRound, places: Sequence[Municipality]
) -> None:
    """Rule 13: outside the catchment is a notice, not an error."""
    names = [row.name for row in outside(found.centre, places, on=found.day)]
    if names:
        shown = ", ".join(names[:MOST_NAMED])
        if len(names) > MOST_NAMED:
            shown += _(" og %(n)d til") % {"n": len(names) - MOST_NAMED}
        text = _("Utenfor ansvarsområdet: %(names)s. De teller i landet, ikke i senterets andel.")
        messages.info(request, text % {"names": shown})
