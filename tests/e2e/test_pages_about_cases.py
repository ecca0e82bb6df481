"""The pages about requests and notices: axe, one h1, nothing too wide."""

import pytest

from tests.e2e.conftest import Desk, Portal
from tests.e2e.test_every_page import LOOKS, faults

pytestmark = pytest.mark.browser

VISITOR = ["/henvendelser/uten-konto/", "/henvendelser/uten-konto/?municipality=5601"]
ROLES = {
    "contact": [
        "/henvendelser/ny/?municipality=5601",
        "/henvendelser/over-fristen/",
        "/henvendelser/innstillinger/",
        "/henvendelser/innstillinger/5601/",
        "/varsler/",
        "/varsler/valg/",
    ],
    "adviser": [
        "/henvendelser/over-fristen/",
        "/henvendelser/omradet/",
        "/henvendelser/ko/?status=alle",
    ],
    "leader": [
        "/henvendelser/ko/",
        "/henvendelser/ko/filtre/",
        "/henvendelser/ko/filtre/nytt/",
        "/henvendelser/tall/",
        "/henvendelser/maler/",
        "/henvendelser/maler/korus-nord/nb/",
        "/varsler/valg/",
    ],
    "governor": ["/henvendelser/omradet/", "/henvendelser/tall/"],
    "directorate": ["/henvendelser/tall/"],
    "admin": ["/varsler/utboks/"],
}
# A case of KORUS Nord in each state, by its number.
CASES = """
import json
from assignments.requests.models import SupportRequest
own = SupportRequest.objects.filter(centre__code="korus-nord").order_by("-submitted_at")
found = {}
for number, status in own.values_list("case_number", "status"):
    found.setdefault(status, number)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def cases(portal: Portal) -> dict[str, str]:
    """Case numbers by state."""
    return {state: f"/henvendelser/{number}" for state, number in portal.ask(CASES).items()}


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_the_form_for_employees_without_an_account(
    desk: Desk, viewport: dict[str, int], scheme: str
) -> None:
    page = desk.visitor(viewport=viewport, color_scheme=scheme)
    assert [fault for path in VISITOR for fault in faults(page, path)] == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_pages_of_each_role(desk: Desk, role: str, viewport: dict[str, int], scheme: str) -> None:
    page = desk.person(role, viewport=viewport, color_scheme=scheme)
    assert [fault for path in ROLES[role] for fault in faults(page, path)] == []


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_a_case_in_each_state_and_what_can_be_done_with_it(
    desk: Desk, cases: dict[str, str], viewport: dict[str, int], scheme: str
) -> None:
    page = desk.person("leader", viewport=viewport, color_scheme=scheme)
    undecided = cases["submitted"]
    helped = cases.get("accepted") or cases["under_way"]
    paths = [
        *(f"{case}/" for case in cases.values()),
        *(f"{undecided}/{step}/" for step in ("gi", "kan-bista", "overlevering")),
        f"{undecided}/forelopig-svar/",
        f"{undecided}/sladd/",
        f"{helped}/avslutt/",
    ]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize("path", ["/henvendelser/", "/henvendelser/ko/", "/varsler/valg/"])
def test_pages_in_nynorsk(desk: Desk, path: str) -> None:
    page = desk.person("leader", locale="nn-NO")
    page.get_by_role("button", name="Nynorsk").click()
    assert faults(page, path) == []
    assert page.locator("html").get_attribute("lang") == "nn"
