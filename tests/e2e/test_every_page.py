"""Every page as every role: axe finds nothing, one h1, nothing scrolls sideways at 320 px."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, Portal
from tests.e2e.test_the_loop import ask, button

pytestmark = pytest.mark.browser

EVERYONE = [
    "/",
    "/kommuner/",
    "/kommuner/5601/",
    "/kommuner/0301/",
    "/kommuner/1507/",
    "/sentre/",
    "/sentre/korus-nord/",
    "/sentre/nkrop/",
    "/dekning/?type=korus&aar=2025",
    "/dekning/?senter=korus-nord&aar=2025",
    "/dekning/kommuner/?aar=2025&type=korus&niva=brukt",
    "/dekning/rader/?aar=2025&kommune=5601",
    "/om/",
    "/personvern/",
    "/tilgjengelighet/",
    "/finnes-ikke/",
]
SIGNED_IN = ["/", "/konto/", "/konto/2fa/", "/konto/password/change/", "/komponenter/"]
ROLES = {
    "adviser": [
        "/henvendelser/",
        "/aktiviteter/",
        "/aktiviteter/?type=course",
        "/aktiviteter/ny/",
        "/tiltak/",
        "/rapporter/",
    ],
    "leader": [
        "/henvendelser/",
        "/aktiviteter/ny/",
        "/tiltak/",
        "/tiltak/ny/",
        "/rapporter/",
        "/sentre/korus-nord/rediger/",
        "/dekning/?senter=korus-nord&aar=2026",
    ],
    "contact": ["/henvendelser/", "/henvendelser/ny/", "/kommuner/5601/"],
    "contact-utsira": ["/henvendelser/", "/kommuner/1151/"],
    "governor": ["/dekning/", "/kommuner/5601/"],
    "userorg": ["/dekning/"],
    "directorate": ["/dekning/", "/rapporter/", "/tiltak/"],
    "admin": ["/konto/brukere/", "/konto/brukere/inviter/", "/konto/spor/", "/tiltak/"],
}
# One row of each kind that KORUS Nord has, and a job that failed: a finished one only leads on.
IDS = """
import json
from django.utils import timezone
from assignments.activities.models import Activity
from assignments.plans.models import AssignmentYear
from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from reporting.models import AnnualReport
report = AnnualReport.objects.filter(centre__code="korus-nord", year=2026).latest("pk")
counting = Activity.objects.filter(centre=report.centre, status="confirmed", deleted_at=None)
activity = counting.filter(assignment__isnull=False).latest("starts_on", "pk")
Activity.objects.filter(pk=activity.pk).update(note="Noe som kan sladdes.")
year = AssignmentYear.objects.filter(assignment__centre=report.centre, year=2026).first()
job = Job.objects.create(
    task="reporting.draft_report",
    label="Utkast til årsrapport",
    key="every-page",
    state="failed",
    error="Noe gikk galt.",
    finished_at=timezone.now(),
    started_by=User.objects.get(email="leader@demo.example"),
)
print(json.dumps({
    "activity": activity.pk,
    "assignment": year.assignment_id,
    "year": year.year,
    "report": report.pk,
    "job": str(job.pk),
    "user": User.objects.get(email="adviser@demo.example").pk,
}))
"""
LOOKS = [
    pytest.param({"width": 1280, "height": 900}, "light", id="desktop-light"),
    pytest.param({"width": 320, "height": 700}, "dark", id="phone-dark"),
]


def entries(page: Page) -> list[str]:
    """Paths of the pages where the tiltak of the report are written about."""
    links = page.get_by_role("main").locator("a[href*='/tiltak/']").all()
    paths = {str(found.get_attribute("href")) for found in links}
    return sorted(
        path.partition("#")[0] for path in paths if re.search(r"rapporter/\d+/tiltak", path)
    )


def start_report(page: Page, year: str) -> None:
    page.goto("/rapporter/")
    page.locator("select[name=year]").select_option(year)
    button(page, "Start årsrapport")
    page.wait_for_url(re.compile(r"/rapporter/\d+/"))
    expect(page.get_by_role("main")).to_contain_text("Deler av rapporten")
    expect(page.locator("progress, [role=progressbar]")).to_have_count(0, timeout=90_000)
    page.reload()


@pytest.fixture(scope="module")
def pages_of_one(chromium: Browser, portal: Portal) -> Iterator[dict[str, list[str]]]:
    """The pages of one request, activity, tiltak, report, job and user, by who may open them."""
    desk = Desk(chromium, portal)
    case = ask(desk.person("contact"), "Vi vil se på alle sidene.")
    leader = desk.person("leader")
    start_report(leader, "2026")
    yield paths_of_one(case, portal.ask(IDS), entries(leader)[0])
    desk.close()


def paths_of_one(case: str, ids: dict[str, str], entry: str) -> dict[str, list[str]]:
    request = f"/henvendelser/{case}"
    activity = f"/aktiviteter/{ids['activity']}"
    assignment = f"/tiltak/{ids['assignment']}"
    report = f"/rapporter/{ids['report']}"
    return {
        "contact": [f"{request}/", f"{activity}/"],
        "adviser": [f"{request}/kan-bista/", f"{request}/kan-ikke-bista/"],
        "leader": [
            f"{request}/",
            f"{request}/sladd/",
            *(f"{activity}/{page}" for page in ("", "endre/", "slett/", "sladd/")),
            *(f"{assignment}/{page}" for page in ("", "endre/", f"{ids['year']}/")),
            *(f"{report}/{page}" for page in ("", "del/introduction/", "sladd/")),
            f"{report}/rader/totals/activities/",
            entry,
            f"/jobber/{ids['job']}/",
        ],
        "directorate": [f"{assignment}/"],
        "admin": [f"/konto/brukere/{ids['user']}/", f"/jobber/{ids['job']}/"],
    }


# Rows, tiles and choices beyond the first ones are like them; measuring each takes half a minute.
ALIKE = [
    ["tbody tr:nth-child(n+6)"],
    ["li:nth-child(n+25)"],
    ["svg a:nth-of-type(n+30)"],
    ["option:nth-child(n+6)"],
]


def faults(page: Page, path: str) -> list[str]:
    """What is wrong with one page, each with the page's path."""
    answer = page.goto(path)
    found = []
    expected = 404 if path == "/finnes-ikke/" else 200
    if answer is None or answer.status != expected:
        found.append(f"{path}: status {answer.status if answer else None}")
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{path}: {headings} h1")
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if width > 0:
        found.append(f"{path}: {width} px too wide")
    for violation in Axe().run(page, context={"exclude": ALIKE}).response["violations"]:
        nodes = [node["html"][:120] for node in violation["nodes"][:3]]
        found.append(f"{path}: {violation['id']} {nodes}")
    return found


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_public_pages(desk: Desk, viewport: dict[str, int], scheme: str) -> None:
    page = desk.visitor(viewport=viewport, color_scheme=scheme)
    found = [fault for path in [*EVERYONE, "/konto/login/"] for fault in faults(page, path)]
    assert found == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_pages_of_each_role(desk: Desk, role: str, viewport: dict[str, int], scheme: str) -> None:
    page = desk.person(role, viewport=viewport, color_scheme=scheme)
    paths = [*ROLES[role], *(SIGNED_IN if role == "adviser" else SIGNED_IN[:2])]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("role", ["contact", "adviser", "leader", "directorate", "admin"])
@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_pages_of_one_thing(
    desk: Desk,
    pages_of_one: dict[str, list[str]],
    role: str,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    page = desk.person(role, viewport=viewport, color_scheme=scheme)
    assert [fault for path in pages_of_one[role] for fault in faults(page, path)] == []


def test_pages_in_nynorsk(desk: Desk) -> None:
    page = desk.visitor(locale="nn-NO")
    for path in ("/", "/dekning/?type=korus&aar=2025", "/konto/login/"):
        assert faults(page, path) == []
        assert page.locator("html").get_attribute("lang") == "nn"
