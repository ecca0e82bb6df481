"""Texts of two reports side by side: chapters, tiltak and satsinger, and answers to the letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting import diffs, key_figures
from reporting.comparing.numbers import Pair, difference
from reporting.diffs import Sides
from reporting.models import AnnualReport, ReportAnswer, ReportEntry

NEW, GONE, CHANGED, ALIKE = "new", "gone", "changed", "alike"
ENTRY_TEXTS = ("brief", "change_text", "extended")
AnswerKey = tuple[str, str, str]


@dataclass(frozen=True)
class TextPair:
    label: str
    sides: Sides


@dataclass(frozen=True)
class Subject:
    """A chapter, an entry or an answer on both sides; `state` says if only one side has it."""

    title: str
    state: str
    texts: list[TextPair]
    figures: list[Pair]

    @property
    def is_alike(self) -> bool:
        return self.state == ALIKE

    @property
    def state_words(self) -> str:
        return {NEW: _("ny"), GONE: _("borte"), CHANGED: _("endret")}.get(self.state, _("lik"))


def sections(old: AnnualReport, new: AnnualReport) -> list[Subject]:
    before = {row.key: row for row in old.sections.all()}
    after = {row.key: row for row in new.sections.all()}
    found = []
    for key in {**before, **after}:
        bodies = [row.body if row else None for row in (before.get(key), after.get(key))]
        title = str((after.get(key) or before[key]).get_key_display())
        found.append(subject(title, {"": (bodies[0], bodies[1])}))
    return found


def entries(old: AnnualReport, new: AnnualReport) -> list[Subject]:
    """Matched by tiltak or satsing, whatever it is called in either report."""
    before, after = entries_of(old), entries_of(new)
    keys = sorted({**before, **after}, key=lambda key: (after.get(key) or before[key]).title)
    return [entry(before.get(key), after.get(key)) for key in keys]


def entries_of(report: AnnualReport) -> dict[str, ReportEntry]:
    rows = report.entries.select_related("assignment", "initiative")
    return {row.subject_key: row for row in rows}


def entry(old: ReportEntry | None, new: ReportEntry | None) -> Subject:
    labels = {
        "brief": _("Kort omtale"),
        "change_text": _("Hva er endret"),
        "extended": _("Utvidet omtale"),
    }
    texts = {
        labels[name]: (getattr(old, name, None), getattr(new, name, None)) for name in ENTRY_TEXTS
    }
    row = new or old
    figures = entry_figures(old, new)
    return subject(row.title if row else "", texts, figures)


def entry_figures(old: ReportEntry | None, new: ReportEntry | None) -> list[Pair]:
    before, after = (
        {row.key: row for row in key_figures.effort(side.figures)} if side and side.figures else {}
        for side in (old, new)
    )
    words = [str(side.get_status_display()) if side else "–" for side in (old, new)]
    found = [Pair(_("Status i året"), words[0] or "–", words[1] or "–", "–")]
    for key in {**before, **after}:
        first, second = before.get(key), after.get(key)
        label = (second or first or before[key]).label
        shown = [row.text if row else "–" for row in (first, second)]
        change = difference(first.value if first else None, second.value if second else None)
        found.append(Pair(label, shown[0], shown[1], change))
    return found


def answers(old: AnnualReport, new: AnnualReport) -> list[Subject]:
    """Matched by scheme and number of the point, or by the duty of the mandate."""
    before, after = answers_of(old), answers_of(new)
    return [
        subject(
            title_of(key, after.get(key) or before[key]),
            {"": (getattr(before.get(key), "body", None), getattr(after.get(key), "body", None))},
        )
        for key in {**before, **after}
    ]


def answers_of(report: AnnualReport) -> dict[AnswerKey, ReportAnswer]:
    rows = report.answers.select_related("item__grant", "task")
    return {answer_key(row): row for row in rows}


def answer_key(answer: ReportAnswer) -> AnswerKey:
    if answer.item is not None:
        return "item", answer.item.grant.scheme, answer.item.number
    return "task", answer.task.code if answer.task else "", ""


def title_of(key: AnswerKey, answer: ReportAnswer) -> str:
    if answer.item is not None:
        return f"{key[1]}: {answer.item}"
    return f"{key[1]} {answer.task}"


def subject(
    title: str,
    texts: Mapping[str, tuple[str | None, str | None]],
    figures: Iterable[Pair] = (),
) -> Subject:
    """None is a side that does not have it at all."""
    own = list(figures)
    shown = [
        TextPair(label, diffs.of_texts(old or "", new or ""))
        for label, (old, new) in texts.items()
        if old or new
    ]
    return Subject(title, state_of(list(texts.values()), own), shown, own)


def state_of(texts: list[tuple[str | None, str | None]], figures: list[Pair]) -> str:
    if all(old is None for old, _new in texts):
        return NEW
    if all(new is None for _old, new in texts):
        return GONE
    is_alike = all(diffs.plain(old or "") == diffs.plain(new or "") for old, new in texts)
    return ALIKE if is_alike and all(row.is_same for row in figures) else CHANGED
