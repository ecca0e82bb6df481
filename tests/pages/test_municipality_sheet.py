"""The sheet of paper: one page, tagged, in the reader's language, and nothing the page hides."""

from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings

from assignments.activities.facts import facts_of
from assignments.coverage.actions import replace_facts
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.design import typesetting
from korus_portal.pages.municipality import moments, page, sheet
from korus_portal.pages.municipality.page import MunicipalityPage
from municipalities.models import Municipality, Theme
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    SupportRequestFactory,
    ThemeFactory,
)
from tests.mapping.factories import CampaignFactory, QuestionFactory, answered
from tests.needs.factories import (
    BatchFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    NeedFactory,
    SourceFactory,
)

URL = "/kommuner/5601/ark.pdf"


@pytest.fixture
def full(
    centre: Centre,
    municipality: Municipality,
    theme: Theme,
    adviser: User,
    contact: User,
    administrator: User,
) -> None:
    """Far more of everything than a sheet has room for, with long names."""
    batch = BatchFactory.create(source=SourceFactory.create(), imported_by=administrator)
    for number in range(25):
        long = f"{number} " + "Svært langt navn på et tema som noen har funnet på " * 2
        other = ThemeFactory.create(name_nb=long[:160], name_nn=long[:160])
        NeedFactory.create(
            municipality=municipality,
            theme=other,
            registered_for=centre.organisation,
            registered_by=adviser,
        )
        SupportRequestFactory.create(
            centre=centre, municipality=municipality, theme=other, submitted_by=contact
        )
        AssignmentFactory.create(
            centre=centre, created_by=adviser, title=long[:150]
        ).municipalities.add(municipality)
        IndicatorValueFactory.create(
            indicator=IndicatorFactory.create(code=f"tall_{number}", name_nb=long[:150]),
            municipality=municipality,
            batch=batch,
        )
    one = ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        with_municipalities={municipality: 3},
        with_themes=[theme],
    )
    replace_facts("activity", one.pk, facts_of(one))


def opened(client: Client, url: str = URL) -> pikepdf.Pdf:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return pikepdf.open(BytesIO(answer.content))


@pytest.mark.usefixtures("full")
class TestTheSheet:
    def test_it_is_one_page_however_much_there_is(self, client: Client, leader: User) -> None:
        client.force_login(leader)
        assert len(opened(client).pages) == 1

    def test_it_meets_pdf_ua(self, client: Client, contact: User, tmp_path: Path) -> None:
        client.force_login(contact)
        path = tmp_path / "ark.pdf"
        path.write_bytes(client.get(URL).content)
        assert not pdfua.validate(str(path)).findings

    def test_lists_that_are_cut_say_how_much_is_left_out(
        self, municipality: Municipality, leader: User
    ) -> None:
        data = sheet.payload(composed(municipality, leader), 3)
        needs = next(one for half in data["halves"] for one in half if one["title"] == "Behov")
        assert len(needs["rows"]) == 3
        assert needs["more"] == "og 22 til"
        assert data["numbers"]["more"] == "og 20 til"


def composed(municipality: Municipality, user: User) -> MunicipalityPage:
    return page.compose(municipality, user, moments.chosen("", municipality))


@pytest.mark.usefixtures("full")
def test_a_visitors_sheet_holds_what_a_visitors_page_holds(
    client: Client, municipality: Municipality, contact_elsewhere: User
) -> None:
    data = sheet.payload(composed(municipality, contact_elsewhere), 10)
    titles = [one["title"] for half in data["halves"] for one in half]
    assert not {"Behov", "Henvendelser", "Undersøkelser", "Tiltak"} & set(titles)
    assert "Åpne behov" not in [label for label, _value, _note in data["key"]]
    assert len(opened(client).pages) == 1


def test_it_is_written_in_the_language_of_the_page(
    client: Client, municipality: Municipality, contact: User
) -> None:
    assert str(opened(client).Root.Lang).startswith("nb")
    User.objects.filter(pk=contact.pk).update(language=User.Language.NYNORSK)
    contact.refresh_from_db()
    client.force_login(contact)
    assert str(opened(client).Root.Lang).startswith("nn")
    with translation.override("nn"):
        assert sheet.payload(composed(municipality, contact), 1)["language"] == "nn"


@pytest.mark.parametrize("is_demo", [True, False])
def test_demo_data_is_marked_on_the_sheet(
    municipality: Municipality, contact: User, settings: Settings, is_demo: bool
) -> None:
    settings.DEMO_MODE = is_demo
    with translation.override("nb"):
        mark = sheet.payload(composed(municipality, contact), 1)["mark"]
    assert mark == ("DEMO: oppdiktede tall" if is_demo else "")


def test_a_hidden_level_is_not_out_of_five(
    centre: Centre, municipality: Municipality, theme: Theme, adviser: User
) -> None:
    campaign = CampaignFactory.create(
        centre=centre,
        created_by=adviser,
        closed=True,
        respondent="employee",
        asks=[QuestionFactory.create(theme=theme)],
    )

    def written() -> list[str]:
        with translation.override("nb"):
            return sheet.mapped(composed(municipality, adviser))

    answered(campaign, municipality, level=2)
    assert written() == ["Rusmidler: skjult"]
    for _ in range(2):
        answered(campaign, municipality, level=2)
    assert written() == ["Rusmidler: 2,0 av 5 (fylket 2,0)"]


def test_it_is_made_of_the_year_that_is_asked_for(
    client: Client, municipality: Municipality
) -> None:
    answer = client.get(URL, {"aar": "2024"})
    assert 'filename="5601-2024.pdf"' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_the_page_leads_to_it(client: Client, municipality: Municipality) -> None:
    content = client.get(municipality.get_absolute_url()).content.decode()
    assert "Skriv ut som ett ark (PDF)" in content
    assert reverse("pages:municipality_sheet", args=["5601"]) in content


def test_what_cannot_be_one_page_is_two_rather_than_none(
    municipality: Municipality, contact: User
) -> None:
    shown = composed(municipality, contact)
    long = {"facts": [("Fylke", "Finnmark")] * 2000}
    at = timezone.now().replace(microsecond=0)
    with pytest.raises(typesetting.DocumentError):
        typesetting.typeset(sheet.TEMPLATE, sheet.payload(shown, 1) | long, at=at)
    made = typesetting.typeset(
        sheet.TEMPLATE, sheet.payload(shown, 1, may_run_over=True) | long, at=at
    )
    with pikepdf.open(BytesIO(made)) as found:
        assert len(found.pages) > 1
