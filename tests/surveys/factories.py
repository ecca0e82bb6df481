"""Rounds and tasks for the tests."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from assignments.surveys.models import FollowUpTask, SurveyRound


class SurveyRoundFactory(DjangoModelFactory[SurveyRound]):
    """Ungdata, carried out in May of its year; `planned=True` for one that is not."""

    class Meta:
        model = SurveyRound

    class Params:
        planned = factory.Trait(carried_out_on=None)

    survey = SurveyRound.Survey.UNGDATA
    year = 2024
    carried_out_on = factory.LazyAttribute(lambda row: date(row.year, 5, 1))


class FollowUpTaskFactory(DjangoModelFactory[FollowUpTask]):
    class Meta:
        model = FollowUpTask

    text = "Legge fram tallene for kommunestyret"
    owner = "folkehelsekoordinator"
