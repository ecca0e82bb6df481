"""One dialogue: its page, and what the centres say and agree on in it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from assignments.dialogues import actions, rules
from assignments.dialogues.forms import AnswerForm, JudgeForm, ProposeForm, WithdrawForm, WriteForm
from assignments.dialogues.models import Dialogue, DialogueCentre
from assignments.dialogues.page import Forms, detail_of, forms_for
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from korus_portal.accounts.http import AuthenticatedRequest

Crumb = tuple[str, str | None]
# What was done, or why it could not be: the page says it, and shows how it stands now.
REFUSALS: dict[type[Exception], Any] = {
    actions.DialogueClosedError: gettext_lazy("Dialogen er avsluttet. Ingenting er lagret."),
    actions.ProposalWaitsError: gettext_lazy(
        "Et forslag venter på svar. Svar på det, eller ta det tilbake, først."
    ),
    actions.NoProposalError: gettext_lazy("Forslaget er trukket eller avslått."),
    actions.NotInDialogueError: gettext_lazy(
        "Velg et senter som er i drift, og som ikke har sagt nei til å være med."
    ),
    StaleVersionError: gettext_lazy(
        "Noe er endret siden du åpnet siden. Les det som står nå, og send på nytt."
    ),
    AlreadySentError: gettext_lazy("Meldingen er sendt før, med en annen tekst."),
}
LONGEST_VERSION = 10
KNOWN = tuple(REFUSALS)


@require_GET
def dialogue_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    dialogue = visible(request, pk)
    return _page(request, dialogue, Forms())


@require_POST
def dialogue_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take part, or not."""
    dialogue = visible(request, pk)
    form = AnswerForm(request.POST, own=_own(request, dialogue), version=dialogue.version)
    return _sent(
        request,
        dialogue,
        Forms(answer=form),
        lambda: actions.answer(
            dialogue=dialogue,
            centre=form.chosen,
            is_in=form.cleaned_data["is_in"],
            by=request.user,
        ),
        _("Svaret er lagret. De andre får beskjed."),
    )


@require_POST
def dialogue_write(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    dialogue = visible(request, pk)
    form = WriteForm(
        request.POST,
        own=_own(request, dialogue),
        version=dialogue.version,
        is_national=dialogue.is_national,
    )
    return _sent(
        request,
        dialogue,
        Forms(write=form),
        lambda: actions.write(
            dialogue=dialogue,
            centre=form.chosen,
            text=form.cleaned_data["text"],
            form_token=form.cleaned_data["form_token"],
            by=request.user,
        ),
        _("Meldingen er sendt."),
    )


@require_POST
def dialogue_propose(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """How it should end: the others are asked whether they agree."""
    dialogue = visible(request, pk)
    form = ProposeForm(request.POST, own=_own(request, dialogue), dialogue=dialogue)
    return _sent(
        request,
        dialogue,
        Forms(propose=form),
        lambda: actions.propose(
            dialogue=dialogue,
            centre=form.chosen,
            outcome=form.outcome(),
            version=form.seen,
            by=request.user,
        ),
        _("Forslaget er sendt. De andre må si ja før det gjelder."),
    )


@require_POST
def dialogue_judge(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Yes or no to what another centre proposed."""
    dialogue = visible(request, pk)
    form = JudgeForm(request.POST, own=_own(request, dialogue), version=dialogue.version)
    return _sent(
        request,
        dialogue,
        Forms(judge=form),
        lambda: _judge(request, dialogue, form),
        _("Svaret er lagret. De andre får beskjed."),
    )


@require_POST
def dialogue_take_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    dialogue, sent = visible(request, pk), request.POST.get("version", "")
    # None that was read is older than any.
    seen = int(sent) if sent.isdecimal() and len(sent) < LONGEST_VERSION else 0
    return _sent(
        request,
        dialogue,
        Forms(),
        lambda: actions.take_back(dialogue=dialogue, version=seen, by=request.user),
        _("Forslaget er tatt tilbake."),
    )


@require_POST
def dialogue_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    dialogue = visible(request, pk)
    if not rules.can_withdraw(request.user, dialogue):
        raise PermissionDenied
    form = WithdrawForm(request.POST)
    return _sent(
        request,
        dialogue,
        Forms(withdraw=form),
        lambda: actions.withdraw(
            dialogue=dialogue, reason=form.cleaned_data["reason"], by=request.user
        ),
        _("Dialogen er trukket. De andre får beskjed."),
    )


def visible(request: AuthenticatedRequest, pk: int) -> Dialogue:
    return get_object_or_404(Dialogue.objects.visible_to(request.user).for_list(), pk=pk)


def crumbs(dialogue: Dialogue | None = None, here: str = "") -> list[Crumb]:
    trail: list[Crumb] = [(_("Dialoger"), reverse("dialogues:dialogue_list"))]
    if dialogue is not None:
        trail.append((str(dialogue), dialogue.get_absolute_url() if here else None))
    return [*trail, (here, None)] if here else trail


def _own(request: AuthenticatedRequest, dialogue: Dialogue) -> list[DialogueCentre]:
    own = rules.own_rows(request.user, dialogue)
    if not own:
        raise PermissionDenied
    return own


def _judge(request: AuthenticatedRequest, dialogue: Dialogue, form: JudgeForm) -> None:
    centre, seen, by, text = form.chosen, form.seen, request.user, form.cleaned_data["text"]
    if form.cleaned_data["agrees"]:
        actions.agree(dialogue=dialogue, centre=centre, text=text, version=seen, by=by)
    else:
        actions.decline(dialogue=dialogue, centre=centre, text=text, version=seen, by=by)


def _sent(
    request: AuthenticatedRequest,
    dialogue: Dialogue,
    sent: Forms,
    action: Callable[[], object],
    done: str,
) -> HttpResponse:
    """What the page sent, with a form or without: what is wrong is said in the form, else it is
    done, or the page is shown as it is now, with what was typed and why it was not saved."""
    if not all(form.is_valid() for form in vars(sent).values() if form is not None):
        return _page(request, dialogue, sent)
    try:
        action()
    except KNOWN as refusal:
        return _refused(request, dialogue, sent, str(REFUSALS[type(refusal)]))
    messages.success(request, done)
    return redirect(dialogue)


def _refused(
    request: AuthenticatedRequest, dialogue: Dialogue, sent: Forms, why: str
) -> HttpResponse:
    now = visible(request, dialogue.pk)
    for form in vars(sent).values():
        if form is not None:
            form.build_on(now.version)
    return _page(request, now, sent, why=why)


def _page(
    request: AuthenticatedRequest, dialogue: Dialogue, sent: Forms, *, why: str = ""
) -> HttpResponse:
    """The whole page, with the form that was sent in the place of its empty one."""
    offered = forms_for(request.user, dialogue)
    for name, form in vars(sent).items():
        if form is not None:
            setattr(offered, name, form)
    context = detail_of(dialogue, request.user, offered) | {"crumbs": crumbs(dialogue), "why": why}
    status = 409 if why else 422 if offered.with_errors else 200
    return render(request, "dialogues/dialogue_detail.html", context, status=status)
