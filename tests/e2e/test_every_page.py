"""Every page as every role: axe finds nothing, one h1, nothing scrolls sideways at 320 px."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import Desk

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
LOOKS = [
    pytest.param({"width": 1280, "height": 900}, "light", id="desktop-light"),
    pytest.param({"width": 320, "height": 700}, "dark", id="phone-dark"),
]


def faults(page: Page, path: str) -> list[str]:
    """What is wrong with one page, each with the page's path."""
    answer = page.goto(path)
    found = []
    if answer is None or answer.status not in (200, 404):
        found.append(f"{path}: status {answer.status if answer else None}")
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{path}: {headings} h1")
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if width > 0:
        found.append(f"{path}: {width} px too wide")
    for violation in Axe().run(page).response["violations"]:
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


def test_pages_in_nynorsk(desk: Desk) -> None:
    page = desk.visitor(locale="nn-NO")
    for path in ("/", "/dekning/?type=korus&aar=2025", "/konto/login/"):
        assert faults(page, path) == []
        assert page.locator("html").get_attribute("lang") == "nn"
