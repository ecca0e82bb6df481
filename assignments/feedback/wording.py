"""The two questions that stand on every form, in words that suit whoever is asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assignments.feedback.models import FeedbackForm

Group = FeedbackForm.Group
SCALE: list[tuple[str, Any]] = [
    ("1", _("1 – ikke i det hele tatt")),
    ("2", _("2 – i liten grad")),
    ("3", _("3 – i noen grad")),
    ("4", _("4 – i stor grad")),
    ("5", _("5 – i svært stor grad")),
]
USEFUL: dict[str, Any] = {
    Group.PARTICIPANTS: _("I hvilken grad var dette nyttig for deg?"),
    Group.MUNICIPALITY: _("I hvilken grad var dette nyttig for dere i kommunen?"),
    Group.SERVICE_USERS: _("I hvilken grad var dette nyttig for deg?"),
    Group.NEXT_OF_KIN: _("I hvilken grad var dette nyttig for deg som pårørende?"),
}
CLOSE_TO_PRACTICE: dict[str, Any] = {
    Group.PARTICIPANTS: _("I hvilken grad passet det til praksisen din?"),
    Group.MUNICIPALITY: _("I hvilken grad passet det til praksisen deres?"),
    Group.SERVICE_USERS: _("I hvilken grad passet det til hverdagen din?"),
    Group.NEXT_OF_KIN: _("I hvilken grad passet det til hverdagen din?"),
}
