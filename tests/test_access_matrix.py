"""Every URL states who gets in. A new URL without a row here fails.

`docs/roles.md` is made from the same rows (`python -m tests.roles_page`).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from assignments.activities.models import Activity
from assignments.plans.models import Assignment, AssignmentYear
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from municipalities.models import Municipality, Theme
from reporting import figures
from reporting.gathering import YearRows
from reporting.models import AnnualReport, ReportDocument, ReportEntry
from tests import roles_page
from tests.access_rows import GET, PARTS, PERSONAS, POST
from tests.factories import ActivityFactory, AssignmentFactory, SupportRequestFactory


@dataclass
class World:
    """One row of each kind, all belonging to KORUS Nord and Alta."""

    request: SupportRequest
    activity: Activity
    draft: Activity
    assignment: Assignment
    report: AnnualReport
    submitted: AnnualReport
    entry: ReportEntry
    job: Job
    person: User
    centre: Centre
    municipality: Municipality


@pytest.fixture
def world(
    leader: User,
    adviser: User,
    contact: User,
    centre: Centre,
    municipality: Municipality,
    theme: Theme,
) -> World:
    place = {municipality: 3}
    assignment = AssignmentFactory.create(centre=centre, created_by=leader, with_themes=[theme])
    AssignmentYear.objects.create(assignment=assignment, year=2025, status="new")
    report = report_with_document(centre=centre, year=2025, started_by=leader)
    return World(
        request=SupportRequestFactory.create(
            centre=centre, municipality=municipality, theme=theme, submitted_by=contact
        ),
        activity=ActivityFactory.create(
            centre=centre,
            registered_by=adviser,
            with_municipalities=place,
            note="Et notat som bare senteret ser.",
        ),
        draft=ActivityFactory.create(
            centre=centre,
            registered_by=adviser,
            status=Activity.Status.DRAFT,
            with_municipalities=place,
        ),
        assignment=assignment,
        report=report,
        submitted=report_with_document(
            centre=centre,
            year=2024,
            started_by=leader,
            status=AnnualReport.Status.SUBMITTED,
            submitted_by=leader,
            submitted_at=timezone.now(),
            received_at=timezone.now(),
            figures_sha256="0" * 64,
        ),
        entry=ReportEntry.objects.create(report=report, assignment=assignment, status="new"),
        job=Job.objects.create(task="x", label="Prøve", key="prøve", started_by=leader),
        person=adviser,
        centre=centre,
        municipality=municipality,
    )


def report_with_document(**values: Any) -> AnnualReport:
    """A report whose figures can be opened and whose document can be fetched."""
    report = AnnualReport(**values)
    nothing: dict[str, Any] = {"assignments": [], "activities": [], "requests": [], "places": []}
    rows = YearRows(
        centre=report.centre,
        year=report.year,
        gathered_at=timezone.now(),
        catchment=None,
        **nothing,
    )
    report.figures = figures.of_year(rows)
    report.save()
    ReportDocument.objects.create(
        report=report, kind="pdf", language="nb", content_key="0" * 64, content=b"%PDF"
    )
    return report


ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    "requests:": lambda w: [w.request.case_number],
    "activities:": lambda w: [w.activity.pk],
    "plans:": lambda w: [w.assignment.pk],
    "plans:assignment_year": lambda w: [w.assignment.pk, 2025],
    "reporting:": lambda w: [w.report.pk],
    "reporting:entry_edit": lambda w: [w.report.pk, w.entry.pk],
    "reporting:report_rows": lambda w: [w.report.pk, "totals", "activities"],
    "reporting:report_rows#submitted": lambda w: [w.submitted.pk, "totals", "activities"],
    "reporting:document_download": lambda w: [w.report.pk, "pdf"],
    "reporting:document_download#submitted": lambda w: [w.submitted.pk, "pdf"],
    "jobs:": lambda w: [w.job.pk],
    "accounts:": lambda w: [w.person.pk],
    "accounts:role_end": lambda w: [w.person.memberships.get().pk],
    "centres:": lambda w: [w.centre.code],
    "centres:contact_person_end": lambda w: [w.centre.code, 0],
    "pages:municipality_detail": lambda w: [w.municipality.code],
    "pages:municipality_sheet": lambda w: [w.municipality.code],
    "pages:centre_detail": lambda w: [w.centre.code],
    "account_confirm_email": lambda w: ["nøkkel"],
    "account_reset_password_from_key": lambda w: ["1", "ugyldig-nokkel"],
    "#draft": lambda w: [w.draft.pk],
    "#submitted": lambda w: [w.submitted.pk],
}
for part in PARTS:
    ARGUMENTS.update(part.ARGUMENTS)


def address(key: str, world: World) -> str:
    """The URL of a row; `name#variant` takes another object of the same kind."""
    name, _hash, variant = key.partition("#")
    found = ARGUMENTS.get(key) or ARGUMENTS.get(f"#{variant}") or ARGUMENTS.get(name)
    if found is None and takes_arguments(name):
        found = ARGUMENTS[name.partition(":")[0] + ":"]
    return reverse(name, args=found(world) if found else [])


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield namespace + entry.name, entry


ALL = {name: pattern for name, pattern in patterns(get_resolver()) if not name.startswith("admin:")}


def takes_arguments(name: str) -> bool:
    return ALL[name].pattern.regex.groups > 0


def test_every_url_has_a_row() -> None:
    rows = {key.partition("#")[0] for key in (*GET, *POST)}
    assert rows == set(ALL)


def test_the_page_about_roles_tells_the_same() -> None:
    assert roles_page.PAGE.read_text() == roles_page.text()


class UndoneError(Exception):
    """Takes back what a request changed, so that the next person meets the same world."""


@pytest.fixture
def persons(request: pytest.FixtureRequest, world: World) -> dict[str, User | None]:
    return {who: None if who == "visitor" else request.getfixturevalue(who) for who in PERSONAS}


def status(client: Client, method: str, url: str, user: User | None) -> int:
    """The answer to one person, without lasting effect."""
    found = 0
    with suppress(UndoneError), transaction.atomic():
        client.logout()
        if user is not None:
            client.force_login(user)
        response = getattr(client, method)(url)
        found = response.status_code
        if user is None and found == 302 and is_closed(url):
            assert response["Location"].startswith(reverse("account_login")), url
        raise UndoneError
    return found


def is_closed(url: str) -> bool:
    """Whether a redirect of a visitor there must lead to sign-in."""
    view = resolve(url).func
    return bool(getattr(view, "login_required", True)) and not url.startswith("/konto/")


@pytest.mark.parametrize("key", GET)
def test_who_may_open_it(
    client: Client, world: World, persons: dict[str, User | None], key: str
) -> None:
    url = address(key, world)
    found = {who: status(client, "get", url, user) for who, user in persons.items()}
    assert found == dict(zip(PERSONAS, GET[key], strict=True))


@pytest.mark.parametrize("key", POST)
def test_who_may_send_it(
    client: Client, world: World, persons: dict[str, User | None], key: str
) -> None:
    url = address(key, world)
    found = {who: status(client, "post", url, user) for who, user in persons.items()}
    assert found == dict(zip(PERSONAS, POST[key], strict=True))


UNLISTED = [
    (method, name)
    for method, table in (("get", GET), ("post", POST))
    for name in sorted(ALL)
    if name not in {key.partition("#")[0] for key in table}
]


@pytest.mark.parametrize(("method", "name"), UNLISTED)
def test_a_method_without_a_row_is_not_allowed(
    client: Client, world: World, leader: User, method: str, name: str
) -> None:
    assert status(client, method, address(name, world), leader) == 405


ADMIN_PAGES = sorted(
    f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    for model in admin.site._registry
)


@pytest.mark.parametrize("name", ["admin:index", *ADMIN_PAGES])
@pytest.mark.parametrize("who", PERSONAS)
def test_only_administrators_open_the_operators_pages(
    client: Client, request: pytest.FixtureRequest, name: str, who: str
) -> None:
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    expected = 200 if who == "administrator" else 302
    assert client.get(reverse(name)).status_code == expected


def test_the_operators_pages_have_no_way_in_of_their_own(client: Client) -> None:
    for method in (client.get, client.post):
        response = method("/admin/login/?next=/admin/")
        assert response.status_code == 302
        assert response["Location"] == f"{reverse('account_login')}?next=%2Fadmin%2F"


def test_the_operators_pages_hold_no_request_text() -> None:
    assert SupportRequest not in admin.site._registry


def test_a_page_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/finnes-ikke/").status_code == 404
