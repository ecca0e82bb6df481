"""What was said in a dialogue, step by step, and what became of each proposal."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.dialogues.models import Dialogue, DialogueMessage

Kind = DialogueMessage.Kind


@dataclass
class Step:
    """A message. A proposal tells what became of it, and who was for and against it."""

    message: DialogueMessage
    result: str = ""
    fate: str = ""
    tone: str = "neutral"
    agreed: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)

    @property
    def in_favour(self) -> str:
        return ", ".join(self.agreed)

    @property
    def against(self) -> str:
        return ", ".join(self.declined)


def steps_of(dialogue: Dialogue) -> list[Step]:
    found: list[Step] = []
    proposal: Step | None = None
    for row in dialogue.messages.select_related("centre", "taken_by", "by"):
        step = Step(row, named_result(row.result, row.taken_by))
        found.append(step)
        if row.kind == Kind.PROPOSED:
            proposal = step
        if proposal is not None:
            proposal = answered(proposal, row)
    if proposal is not None:
        is_open = dialogue.is_open
        proposal.fate = _("Venter på svar") if is_open else _("Ble resultatet")
        proposal.tone = "warning" if is_open else "success"
    return found


def answered(proposal: Step, row: DialogueMessage) -> Step | None:
    """The proposal with what the message said of it; None when it is gone."""
    name = str(row.centre)
    if row.kind in (Kind.PROPOSED, Kind.AGREED):
        proposal.agreed.append(name)
    elif row.kind == Kind.DECLINED:
        proposal.declined.append(name)
        proposal.fate = _("Falt")
    elif row.kind == Kind.TAKEN_BACK:
        proposal.fate = _("Tatt tilbake")
    return None if proposal.fate else proposal


def named_result(result: str, taker: Any) -> str:
    if not result:
        return ""
    name = capfirst(str(Dialogue.Result(result).label))
    return f"{name} ({taker})" if taker else name
