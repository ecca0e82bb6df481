"""What stands on a person's front page, and what the links of its figures lead to."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import resolve
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.pages.key_figures.parts import KeyFigure
from korus_portal.pages.next_steps.parts import Section
from korus_portal.pages.next_steps.sections import sections

TODAY = timezone.localdate()
YEAR = TODAY.year


def section_of(user: User) -> Section:
    (section,) = sections(user, on=timezone.localdate())
    return section


def values(section: Section) -> list[str]:
    return [figure.value for figure in section.figures]


def counted(client: Client, user: User, figure: KeyFigure) -> int:
    """How many rows the page behind a figure shows."""
    return counted_at(client, user, figure.href)


def counted_at(client: Client, user: User, href: str) -> int:
    client.force_login(user)
    answer = client.get(href)
    assert answer.status_code == 200, href
    name = resolve(answer.wsgi_request.path_info).view_name
    return COUNT_OF_PAGE[name](answer.context)


COUNT_OF_PAGE: dict[str, Callable[[Any], int]] = {
    "reporting:coverage_places": lambda shown: shown["count"],
    "reporting:coverage_rows": lambda shown: shown["rows"].activity_count,
    "reporting:coverage_unreached": lambda shown: shown["shown_count"],
    "reporting:obligation_list": lambda shown: shown["page_obj"].paginator.count,
    "requests:request_list": lambda shown: shown["page"].paginator.count,
    "requests:request_queue": lambda shown: shown["queue"].count,
    "needs:need_list": lambda shown: shown["page"].paginator.count,
    "needs:county_list": lambda shown: sum(len(group.rows) for group in shown["groups"]),
    "plans:statement_list": lambda shown: len(shown["rows"]),
    "feedback:form_list": lambda shown: shown["page"].paginator.count,
    "notifications:outbox": lambda shown: shown["page_obj"].paginator.count,
    "admin:jobs_job_changelist": lambda shown: shown["cl"].result_count,
}
