"""The whole case as one tagged PDF, in the reader's language."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assignments.requests.documents.gathering import CaseFile
from assignments.requests.models import Attachment, HandOver, Message, Note, RequestEvent
from korus_portal.design.typesetting import blocks, typeset

TEMPLATE = Path(__file__).with_name("case.typ")


def make(case: CaseFile) -> bytes:
    return typeset(TEMPLATE, payload(case), at=case.gathered_at)


def payload(case: CaseFile) -> dict[str, Any]:
    """What the template needs, with every value written out."""
    found = case.request
    return {
        "language": get_language() or "nb",
        "title": _("Sak %(number)s") % {"number": found.case_number},
        "subject": _("Henvendelse fra %(municipality)s til %(centre)s")
        % {"municipality": found.municipality, "centre": found.asked_centre},
        "made": _("Hentet fra KORUS-portalen %(at)s av %(who)s")
        % {"at": _moment(case.gathered_at), "who": case.reader.name},
        "labels": _labels(),
        "facts": _facts(case),
        "text": blocks(found.text),
        "decision": _decision(case),
        "timeline": [_step(event) for event in case.events],
        "hand_overs": [_hand_over(row) for row in case.hand_overs],
        "messages": [_message(message) for message in case.messages],
        "files": [_file(file) for file in case.all_files],
        "notes": [_note(note) for note in case.notes],
    }


def _labels() -> dict[str, Any]:
    return {
        "asked": _("Hva kommunen spør om"),
        "decision": _("Svar og avslutning"),
        "timeline": _("Hva som har skjedd"),
        "timeline_columns": [_("Når"), _("Hva"), _("Hvem"), _("Status og senter etterpå")],
        "hand_overs": _("Deling og overføring"),
        "messages": _("Meldinger"),
        "no_messages": _("Ingen har skrevet meldinger i saken."),
        "files": _("Vedlegg"),
        "file_columns": [_("Fil"), _("Hva"), "SHA-256"],
        "no_files": _("Saken har ingen vedlegg."),
        "with_files": _("Vedlegg:"),
        "notes": _("Interne notater"),
        "notes_mark": _("Internt notat. Kan bli gjenstand for innsyn."),
        "page": _("Side"),
        "of": _("av"),
    }


def _facts(case: CaseFile) -> list[tuple[str, str]]:
    found = case.request
    rows: list[tuple[str, Any]] = [
        (_("Status"), capfirst(found.get_status_display())),
        (_("Kommune"), found.municipality),
        (_("På vegne av"), ", ".join(_partners(case))),
        (_("Har saken"), found.centre),
        (_("Er med i saken"), ", ".join(_joint(case))),
        (_("Tema"), found.theme or _("vet ikke")),
        (_("Ønsket form"), found.get_wished_form_display()),
        (_("Hvor raskt"), found.get_urgency_display()),
        (_("Sendt"), f"{_moment(found.submitted_at)}, {found.sender}"),
        (_("Hvordan nå kommunen"), found.reach),
        (_("Språk"), found.get_language_display()),
        (_("Rådgiver"), found.adviser or ""),
        (_("Svarfrist"), date_format(found.answer_due_on, "j. F Y")),
        (_("Første svar"), _moment(found.first_answered_at)),
        (_("Kommunens saksnummer"), found.municipality_case_number),
        *(
            (_("Saksnummer hos %(centre)s") % {"centre": row.centre}, row.own_case_number)
            for row in case.holders
        ),
    ]
    return [(label, str(value)) for label, value in rows if str(value)]


def _partners(case: CaseFile) -> Iterable[str]:
    for partner in case.partners:
        if partner.left_at is None:
            name = str(partner.municipality)
            yield name if partner.confirmed_at else _("%(name)s (ikke bekreftet)") % {"name": name}


def _joint(case: CaseFile) -> list[str]:
    """The centres that are in it now beside the owner."""
    rows = (row for row in case.holders if row.until is None and row.part == row.Part.JOINT)
    return [str(row.centre) for row in rows]


def _decision(case: CaseFile) -> list[dict[str, Any]]:
    found = case.request
    parts: list[tuple[str, str]] = []
    if found.decided_at:
        declined = found.status == found.Status.DECLINED
        answer = _("Kan ikke bistå") if declined else _("Kan bistå")
        parts.append((f"{answer}, {_moment(found.decided_at)}, {found.decided_by}", found.reason))
    if found.decline_code:
        parts.append((_("Grunn: %(why)s") % {"why": found.get_decline_code_display()}, ""))
    if found.pointer_centre or found.pointer_text:
        named = ", ".join(str(one) for one in (found.pointer_centre, found.pointer_text) if one)
        parts.append((_("Andre som kan hjelpe: %(who)s") % {"who": named}, ""))
    if found.outcome:
        ended = f"{capfirst(found.get_outcome_display())}, {_moment(found.ended_at)}"
        parts.append((ended, found.outcome_text))
    return [{"heading": heading, "text": blocks(text)} for heading, text in parts]


def _step(event: RequestEvent) -> dict[str, Any]:
    who = ", ".join(part for part in (event.by_name, event.by_organisation) if part)
    what = (
        f"{event.get_kind_display()} ({event.about})" if event.about else event.get_kind_display()
    )
    after = f"{event.get_status_display()}, {event.centre}"
    return {
        "cells": [_moment(event.at), what, who or "KORUS-portalen", after],
        "text": blocks(event.text),
    }


def _hand_over(row: HandOver) -> dict[str, Any]:
    kind = capfirst(row.get_kind_display())
    between = _("fra %(one)s til %(other)s") % {"one": row.from_centre, "other": row.to_centre}
    answer = f"{_('Svar')}: {row.get_state_display()}"
    if row.answered_at:
        answer = f"{answer}, {_moment(row.answered_at)}"
    return {
        "heading": f"{kind} {between}, {_moment(row.asked_at)}",
        "text": blocks(row.reason),
        "answer": answer,
        "answer_text": blocks(row.answer),
    }


def _message(message: Message) -> dict[str, Any]:
    who = f"{message.author_name}, {message.centre or message.municipality}"
    kind = "" if message.kind == message.Kind.MESSAGE else f" ({message.get_kind_display()})"
    return {
        "heading": f"{_moment(message.at)}: {who}{kind}",
        "text": blocks(message.text),
        "files": [file.name for file in message.attachments.all()],
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "heading": f"{_moment(note.at)}: {note.author.name}, {note.centre}",
        "text": blocks(note.text),
        "files": [file.name for file in note.attachments.all()],
    }


def _file(file: Attachment) -> list[str]:
    what = f"{file.content_type}, {filesizeformat(file.size)}, {file.get_state_display()}"
    # In groups: so long a word would run out of its column.
    groups = [file.sha256[start : start + 16] for start in range(0, 64, 16)]
    return [file.name, what, " ".join(groups)]


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j. F Y H:i") if at else ""
