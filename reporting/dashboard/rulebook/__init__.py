"""The rules that everything is counted by: in plain words, and where in the code each is kept.

A rule that turns out wrong is changed in one commit: the code that keeps it, its text here, its
test in tests/rules, and the decision that it rests on.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from reporting.dashboard.rulebook.around import OVER_TIME, REQUESTS, SUPPRESSION
from reporting.dashboard.rulebook.effort import EFFORT
from reporting.dashboard.rulebook.reach import DENOMINATORS, LEVELS, ROWS
from reporting.dashboard.rulebook.rule import Group, Rule

GROUPS = (
    Group("rader", _("Rader og tid"), ROWS),
    Group("nivaaer", _("Nivåer"), LEVELS),
    Group("nevnere", _("Nevnere"), DENOMINATORS),
    Group("timer", _("Timer, folk og partnere"), EFFORT),
    Group("over-tid", _("Over tid"), OVER_TIME),
    Group("henvendelser", _("Henvendelser og rapporter"), REQUESTS),
    Group("skjerming", _("Skjerming"), SUPPRESSION),
)
RULES = {rule.number: rule for group in GROUPS for rule in group.rules}


def rules_by(numbers: Iterable[int]) -> list[Rule]:
    """In the order of their numbers. A number that is no rule is a KeyError."""
    return [RULES[number] for number in sorted(numbers)]
