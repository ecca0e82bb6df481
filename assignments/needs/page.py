"""What stands on the page of one need, and which forms its reader is offered."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from assignments.needs import rules
from assignments.needs.evidence import shown_evidence
from assignments.needs.forms.speaking import SpeakForm, StatusForm, VerdictForm
from assignments.needs.models import Need, NeedQuerySet
from assignments.needs.places import former_and_now
from assignments.needs.redaction import texts_for
from assignments.needs.rules import Voice
from assignments.needs.standing import TONES, standing_of, words_of
from assignments.needs.timeline import steps_of
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme


@dataclass
class Forms:
    """None where the reader may not."""

    speak: SpeakForm | None = None
    verdict: VerdictForm | None = None
    status: StatusForm | None = None

    @property
    def with_errors(self) -> SpeakForm | VerdictForm | StatusForm | None:
        found = (self.speak, self.verdict, self.status)
        return next((form for form in found if form is not None and form.errors), None)


def readable(viewer: Viewer) -> NeedQuerySet:
    """The needs that the person may open."""
    rows = Need.objects.visible_to(viewer).with_standing()
    return rows.select_related(
        "municipality__county", "municipality__parent", "theme__parent", "registered_for"
    )


def forms_for(user: User, need: Need) -> Forms:
    """The forms, empty, as far as the person may use them."""
    offered = Forms()
    if voices := rules.voices_on(user, need):
        offered.speak = SpeakForm(voices=voices)
    if need.is_open and (voices := rules.judging_voices(user, need)):
        offered.verdict = verdict_form(need, voices)
    if voices := rules.closing_voices(user, need):
        offered.status = StatusForm(voices=voices, need=need)
    return offered


def verdict_form(need: Need, voices: list[Voice], data: QueryDict | None = None) -> VerdictForm:
    """With one's own last word in it."""
    said = need.verdicts.filter(organisation=voices[0].organisation).first()
    return VerdictForm(data, voices=voices, said=said)


def detail_of(need: Need, user: User, offered: Forms) -> dict[str, Any]:
    standing = standing_of(need)
    return {
        "need": need,
        "forms": offered,
        "standing": standing.label,
        "tone": TONES[standing],
        "words": words_of(need),
        "evidence": shown_evidence(need, user),
        "steps": steps_of(need),
        "can_edit": need.is_open and bool(rules.editing_voices(user, need)),
        "can_add_evidence": need.is_open and offered.speak is not None,
        "can_redact": bool(texts_for(user, need)),
    }


def open_alike(viewer: Viewer, municipality: Municipality, theme: Theme) -> list[Need]:
    """Open needs there on the same theme: perhaps it is registered already."""
    rows = Need.objects.visible_to(viewer).open().filter(theme=theme)
    return list(rows.filter(municipality__in=former_and_now(municipality)).for_list())
