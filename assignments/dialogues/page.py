"""What stands on the page of one dialogue, and which forms its reader is offered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.dialogues import rules
from assignments.dialogues.forms import AnswerForm, JudgeForm, ProposeForm, WithdrawForm, WriteForm
from assignments.dialogues.listing import TONES, result_of, state_of
from assignments.dialogues.models import Dialogue, DialogueCentre
from assignments.dialogues.redaction import texts_for
from assignments.dialogues.steps import named_result, steps_of
from korus_portal.accounts.models import User
from municipalities.models import County


@dataclass
class Forms:
    """None where the reader may not."""

    answer: AnswerForm | None = None
    judge: JudgeForm | None = None
    write: WriteForm | None = None
    propose: ProposeForm | None = None
    withdraw: WithdrawForm | None = None

    @property
    def with_errors(self) -> Any:
        return next(
            (form for form in vars(self).values() if form is not None and form.errors), None
        )


@dataclass(frozen=True)
class CentreLine:
    name: str
    url: str
    answer: str
    tone: str


def answering(user: User, dialogue: Dialogue) -> list[DialogueCentre]:
    """Own centres that have not answered, or said no."""
    return [row for row in rules.own_rows(user, dialogue) if not row.is_in]


def judging(user: User, dialogue: Dialogue) -> list[DialogueCentre]:
    """Own centres whose yes or no a proposal waits for."""
    if not dialogue.has_proposal:
        return []
    rows = rules.own_rows(user, dialogue)
    return [row for row in rows if not row.agrees and rules.can_agree(user, dialogue, row.centre)]


def forms_for(user: User, dialogue: Dialogue, data: QueryDict | None = None) -> Forms:
    """The forms, empty, as far as the person may use them."""
    offered = Forms()
    if not dialogue.is_open:
        return offered
    version = dialogue.version
    if own := rules.own_rows(user, dialogue):
        national = dialogue.is_national
        offered.write = WriteForm(own=own, version=version, is_national=national)
        if not dialogue.has_proposal:
            offered.propose = ProposeForm(own=own, dialogue=dialogue)
    if rows := answering(user, dialogue):
        offered.answer = AnswerForm(own=rows, version=version)
    if rows := judging(user, dialogue):
        offered.judge = JudgeForm(own=rows, version=version)
    if rules.can_withdraw(user, dialogue) and not dialogue.has_proposal:
        offered.withdraw = WithdrawForm()
    return offered


def detail_of(dialogue: Dialogue, user: User, offered: Forms) -> dict[str, Any]:
    can_read, rows = rules.can_read(user, dialogue), list(dialogue.invited.all())
    return {
        "dialogue": dialogue,
        "forms": offered,
        "can_read": can_read,
        "figures": figures_behind(dialogue),
        "state": state_of(dialogue),
        "tone": TONES[Dialogue.State(dialogue.state)],
        "kind": capfirst(str(dialogue.get_kind_display())),
        "result": result_of(dialogue),
        "proposed": named_result(dialogue.result, dialogue.taken_by) if can_read else "",
        "said_yes": names(row for row in rows if row.agrees),
        "waits_for": names(waited_for(dialogue)) if dialogue.has_proposal else "",
        "centres": [centre_line(row, dialogue) for row in rows],
        "steps": steps_of(dialogue) if can_read else [],
        "can_take_back": can_take_back(user, dialogue),
        "can_redact": can_read and bool(texts_for(user, dialogue)),
    }


def figures_behind(dialogue: Dialogue) -> str:
    """Where the overlap or the gap stands among the others of its theme and county."""
    municipality = dialogue.municipality
    county = municipality.county if municipality else dialogue.county
    chosen = {"aar": str(dialogue.year), "tema": dialogue.theme.code}
    there = County.objects.in_force(on=date(dialogue.year, 1, 1))
    if county is not None and there.filter(pk=county.pk).exists():
        chosen["fylke"] = county.code
    if dialogue.kind == Dialogue.Kind.GAP:
        chosen["liste"] = "hull"
    return f"{reverse('reporting:coverage_meeting')}?{urlencode(chosen)}"


def names(rows: Iterable[DialogueCentre]) -> str:
    return ", ".join(str(row.centre) for row in rows)


def waited_for(dialogue: Dialogue) -> Iterable[DialogueCentre]:
    return rules.bound(dialogue).filter(agrees=False).select_related("centre")


def can_take_back(user: User, dialogue: Dialogue) -> bool:
    centre = dialogue.proposed_by_centre
    return dialogue.has_proposal and centre is not None and rules.works_at(user, centre)


def centre_line(row: DialogueCentre, dialogue: Dialogue) -> CentreLine:
    if row.is_in is None:
        answer, tone = (
            (_("venter på svar"), "warning") if dialogue.is_open else (_("svarte ikke"), "neutral")
        )
    elif row.is_in:
        answer, tone = _("er med"), "success"
    else:
        answer, tone = _("er ikke med"), "neutral"
    return CentreLine(str(row.centre), row.centre.get_absolute_url(), capfirst(answer), tone)
