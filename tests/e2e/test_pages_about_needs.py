"""The pages about figures, needs, mappings and calls: axe, one h1, nothing too wide."""

import pytest

from tests.e2e.conftest import Desk, Portal
from tests.e2e.test_every_page import LOOKS, faults

pytestmark = pytest.mark.browser

PUBLIC = [
    "/indikatorer/",
    "/indikatorer/frafall/?aar=2024",
    "/kommuner/?aar=2019",
    "/kommuner/5601/?aar=2022",
]
ROLES = {
    "adviser": [
        "/behov/",
        "/behov/nytt/?kommune=5601",
        "/behov/fylke/",
        "/behov/oversikt/",
        "/bor-kontaktes/",
        "/bor-kontaktes/5601/",
        "/kartlegging/",
        "/undersokelser/",
        "/undersokelser/kommuner/",
        "/undersokelser/ny/",
        "/kommuner/5601/",
    ],
    "leader": [
        "/bor-kontaktes/vekter/",
        "/kartlegging/ny/",
        "/kartlegging/sporsmal/",
        "/kartlegging/sporsmal/nytt/",
        "/sentre/korus-nord/kontaktpersoner/",
        "/sentre/korus-nord/",
    ],
    "contact": [
        "/behov/",
        "/behov/nytt/?kommune=5601",
        "/kartlegging/kommune/5601/",
        "/undersokelser/",
        "/indikatorer/apninger/",
        "/indikatorer/apninger/ny/",
    ],
    "governor": ["/behov/", "/behov/fylke/", "/bor-kontaktes/", "/kommuner/5601/"],
    "directorate": ["/behov/oversikt/", "/kommuner/5601/"],
    "admin": [
        "/kommuner/register/",
        "/indikatorer/import/",
        "/indikatorer/import/ny/",
        "/indikatorer/apninger/",
    ],
}
# One row of each kind that somebody among the demo persons may open.
IDS = """
import json
from assignments.mapping.models import Campaign, Invitation
from assignments.needs.models import Need
from assignments.outreach.models import Approach
from assignments.surveys.models import SurveyRound
from municipalities.indicators.models import Batch
done = Campaign.objects.get(status="closed")
ongoing = Campaign.objects.get(status="open", is_demo=True)
waiting = Invitation.objects.filter(campaign=ongoing, submitted_at=None).first()
print(json.dumps({
    "need": Need.objects.filter(side="centre", is_demo=True).latest("pk").pk,
    "done": done.pk,
    "ongoing": ongoing.pk,
    "key": str(waiting.key),
    "approach": Approach.objects.filter(ended_at=None, is_demo=True).latest("pk").pk,
    "round": SurveyRound.objects.filter(municipality__code="5601").first().pk,
    "batch": Batch.objects.filter(source__code="kostra").latest("pk").pk,
}))
"""


@pytest.fixture(scope="module")
def pages_of_one(portal: Portal) -> dict[str, list[str]]:
    ids = portal.ask(IDS)
    need, done = f"/behov/{ids['need']}", f"/kartlegging/{ids['done']}"
    ongoing = f"/kartlegging/{ids['ongoing']}"
    return {
        "visitor": [f"/kartlegging/svar/{ids['key']}/"],
        "leader": [
            *(f"{need}/{page}" for page in ("", "endre/", "grunnlag/", "sladd/")),
            *(f"{done}/{page}" for page in ("", "resultater/", "forhandsvis/", "inviterte/")),
            *(f"{ongoing}/{page}" for page in ("", "inviter/", "avslutt/")),
            f"/bor-kontaktes/oppfolging/{ids['approach']}/kontakt/",
            f"/undersokelser/{ids['round']}/",
            f"/undersokelser/{ids['round']}/endre/",
        ],
        "admin": [f"/indikatorer/import/{ids['batch']}/"],
    }


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_public_pages(desk: Desk, viewport: dict[str, int], scheme: str) -> None:
    page = desk.visitor(viewport=viewport, color_scheme=scheme)
    assert [fault for path in PUBLIC for fault in faults(page, path)] == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_pages_of_each_role(desk: Desk, role: str, viewport: dict[str, int], scheme: str) -> None:
    page = desk.person(role, viewport=viewport, color_scheme=scheme)
    assert [fault for path in ROLES[role] for fault in faults(page, path)] == []


@pytest.mark.parametrize("role", ["visitor", "leader", "admin"])
@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_pages_of_one_thing(
    desk: Desk,
    pages_of_one: dict[str, list[str]],
    role: str,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    look = {"viewport": viewport, "color_scheme": scheme}
    page = desk.visitor(**look) if role == "visitor" else desk.person(role, **look)
    assert [fault for path in pages_of_one[role] for fault in faults(page, path)] == []


def test_pages_in_nynorsk(desk: Desk) -> None:
    page = desk.visitor(locale="nn-NO")
    for path in ("/indikatorer/", "/kommuner/5601/"):
        assert faults(page, path) == []
        assert page.locator("html").get_attribute("lang") == "nn"
