"""Forms for the tests, and answers as people send them."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assignments.feedback.actions import receive_answer
from assignments.feedback.models import BankQuestion, FeedbackForm
from assignments.feedback.values import Given


class BankQuestionFactory(DjangoModelFactory[BankQuestion]):
    class Meta:
        model = BankQuestion
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"sporsmal_{n}")
    name_nb = factory.Sequence(lambda n: f"I hvilken grad stemmer dette ({n})?")
    name_nn = factory.Sequence(lambda n: f"I kva grad stemmer dette ({n})?")


class FeedbackFormFactory(DjangoModelFactory[FeedbackForm]):
    """Open for a week, for those who took part."""

    class Meta:
        model = FeedbackForm
        skip_postgeneration_save = True

    activity = None
    assignment = None
    centre = factory.LazyAttribute(lambda row: (row.activity or row.assignment).centre)
    group = FeedbackForm.Group.PARTICIPANTS
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))

    @factory.post_generation
    def with_questions(
        self: FeedbackForm, create: bool, value: list[BankQuestion] | None, **_: Any
    ) -> None:
        self.questions.set(value or [])


def answer(form: FeedbackForm, *scores: int, **more: Any) -> None:
    """One answer for each score, by the action."""
    for score in scores:
        receive_answer(form=form, given=Given(useful=score, close_to_practice=score, **more))


def end(form: FeedbackForm) -> None:
    """Its last day was yesterday."""
    form.closes_on = timezone.localdate() - timedelta(days=1)
    form.save()
