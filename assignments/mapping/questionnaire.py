"""The form behind a personal link: the questions of a mapping and the answers so far."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assignments.mapping.models import Answer, Campaign, Invitation, Question
from municipalities.models import Theme

LEVELS = [
    ("1", _("1 – i svært liten grad")),
    ("2", _("2 – i liten grad")),
    ("3", _("3 – i noen grad")),
    ("4", _("4 – i stor grad")),
    ("5", _("5 – i svært stor grad")),
]
NO_ANSWER = ("", _("Ikke besvart, eller gjelder ikke oss"))


class AnswerField(forms.ChoiceField):
    """One question. It may stay unanswered, and an answer may be taken back."""

    widget = forms.RadioSelect

    def validate(self, value: str) -> None:
        if value:
            super().validate(value)


class AnswerForm(forms.Form):
    """Every question that is asked, in order. The names of the fields are `q<id>`."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, campaign: Campaign, invitation: Invitation | None
    ) -> None:
        super().__init__(data, initial=answers_of(invitation) if invitation else None)
        rows = campaign.asked.select_related("question__theme")
        order = ("question__theme__position", "question__theme", "position", "pk")
        self.questions = [row.question for row in rows.order_by(*order)]
        for question in self.questions:
            self.fields[name_of(question.pk)] = field_of(question)

    def groups(self) -> Iterator[tuple[Theme, list[BoundField]]]:
        """The questions theme by theme."""
        for theme, rows in groupby(self.questions, key=lambda row: row.theme):
            yield theme, [self[name_of(row.pk)] for row in rows]

    def answers(self) -> dict[int, str]:
        """By question; only what was changed here.

        The same link may lie open on another device, with newer answers. So the page sends along
        what it was drawn with.
        """
        return {
            row.pk: self.cleaned_data[bound.name]
            for row in self.questions
            for bound in [self[name_of(row.pk)]]
            if bound.html_name in self.data
            and self.data.get(bound.html_initial_name) != self.data[bound.html_name]
        }


def name_of(question_id: int) -> str:
    return f"q{question_id}"


def field_of(question: Question) -> AnswerField:
    wishes = [(value, capfirst(str(label))) for value, label in Answer.Wish.choices]
    choices: list[tuple[str, Any]] = wishes if question.kind == Question.Kind.WISH else [*LEVELS]
    return AnswerField(label=question.text, choices=[*choices, NO_ANSWER], initial="")


def answers_of(invitation: Invitation) -> dict[str, str]:
    rows = invitation.answers.values_list("question", "level", "wish")
    return {name_of(pk): wish or str(level) for pk, level, wish in rows}
