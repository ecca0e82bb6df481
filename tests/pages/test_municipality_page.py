"""The page of one municipality: who sees what of it, and what it says is missing."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from assignments.activities.facts import facts_of
from assignments.coverage.actions import replace_facts
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.pages.municipality.page import MunicipalityPage
from municipalities.indicators.models import Batch, Indicator, IndicatorValue, Source
from municipalities.models import Municipality, MunicipalityChange, Theme
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    MunicipalityFactory,
    SupportRequestFactory,
)
from tests.needs.factories import BatchFactory, IndicatorFactory, NeedFactory
from tests.pages.test_municipalities import page_of
from tests.surveys.factories import SurveyRoundFactory

YEAR = timezone.localdate().year


def shown_to(
    client: Client, user: User | None, address: str = "/kommuner/5601/"
) -> MunicipalityPage:
    client.logout()
    if user is not None:
        client.force_login(user)
    found: MunicipalityPage = client.get(address).context["shown"]
    return found


@pytest.fixture
def cannabis(administrator: User) -> Indicator:
    return IndicatorFactory.create(use=Indicator.Use.NEED)


@pytest.fixture
def batch(cannabis: Indicator, administrator: User) -> Batch:
    return BatchFactory.create(source=cannabis.source, imported_by=administrator)


@pytest.fixture
def tell(cannabis: Indicator, batch: Batch) -> Callable[..., IndicatorValue]:
    def made(
        place: Municipality | None, year: int, value: str | None, mark: str = ""
    ) -> IndicatorValue:
        number = None if value is None else Decimal(value)
        return IndicatorValue.objects.create(
            indicator=cannabis, batch=batch, municipality=place, year=year, value=number, mark=mark
        )

    return made


@pytest.fixture
def work(
    centre: Centre, municipality: Municipality, theme: Theme, adviser: User, contact: User
) -> SupportRequest:
    """One need, one request, one tiltak, one old round."""
    NeedFactory.create(
        municipality=municipality,
        theme=theme,
        text="Hemmelig mangel",
        registered_for=centre.organisation,
        registered_by=adviser,
    )
    AssignmentFactory.create(
        centre=centre, created_by=adviser, title="Tidlig inn"
    ).municipalities.add(municipality)
    SurveyRoundFactory.create(municipality=municipality, registered_by=contact, year=YEAR - 5)
    request: SupportRequest = SupportRequestFactory.create(
        centre=centre, municipality=municipality, theme=theme, submitted_by=contact
    )
    return request


class TestWhoSeesWhat:
    def test_the_public_sees_neither_needs_nor_requests_nor_surveys(
        self, client: Client, work: SupportRequest, contact_elsewhere: User, directorate: User
    ) -> None:
        for user in (None, contact_elsewhere, directorate):
            shown = shown_to(client, user)
            assert shown.needs is None
            assert shown.requests is not None
            assert not shown.requests.rows
            assert not shown.surveys
            text = " ".join(gap.text for gap in shown.gaps)
            assert "behov" not in text
            assert "Ungdata" not in text
            page = client.get("/kommuner/5601/").content.decode()
            assert work.case_number not in page
            assert 'id="behov"' not in page

    @pytest.mark.parametrize("who", ["contact", "adviser", "leader", "governor"])
    def test_the_municipality_its_centres_and_its_governor_see_what_is_about_it(
        self, client: Client, request: pytest.FixtureRequest, work: SupportRequest, who: str
    ) -> None:
        shown = shown_to(client, request.getfixturevalue(who))
        assert shown.needs is not None
        assert [row.theme for row in shown.needs.open] == ["Rusmidler"]
        assert [(row.label, row.is_overdue) for row in shown.survey_rows] == [
            ("Ungdata", True),
            ("BrukerPlan", False),
        ]
        text = " ".join(gap.text for gap in shown.gaps)
        assert f"Ungdata er forfalt: sist gjennomført i {YEAR - 5}" in text
        assert "Det er ikke kjent når BrukerPlan sist ble gjennomført." in text
        assert "1 åpent behov venter på svar" in text

    def test_only_the_municipality_itself_is_told_that_it_was_never_mapped(
        self, client: Client, work: SupportRequest, contact: User, governor: User, adviser: User
    ) -> None:
        """Others do not see every mapping, so they cannot know that there is none."""
        missing = "Kompetansen i kommunens tjenester er ikke kartlagt."
        assert missing in [gap.text for gap in shown_to(client, contact).gaps]
        for reader in (governor, adviser):
            assert missing not in [gap.text for gap in shown_to(client, reader).gaps]

    def test_of_others_requests_only_theme_state_and_centre(
        self, client: Client, work: SupportRequest, governor: User, contact: User, adviser: User
    ) -> None:
        def row(user: User) -> tuple[str, str, str, str]:
            shown = shown_to(client, user)
            assert shown.requests is not None
            (one,) = shown.requests.rows
            return one.theme, one.state, one.centre, one.case_number

        common = ("Rusmidler", "sendt", "KORUS Nord")
        assert row(contact) == (*common, work.case_number)
        assert row(adviser) == (*common, work.case_number)
        assert row(governor) == (*common, "")
        client.force_login(governor)
        page = client.get("/kommuner/5601/").content.decode()
        assert work.case_number not in page
        assert work.text not in page

    def test_a_centre_asked_from_outside_its_catchment_sees_its_own_request_only(
        self,
        client: Client,
        work: SupportRequest,
        leader_elsewhere: User,
        centre_elsewhere: Centre,
        theme: Theme,
    ) -> None:
        own = SupportRequestFactory.create(
            centre=centre_elsewhere,
            municipality=work.municipality,
            theme=theme,
            submitted_by=work.submitted_by,
        )
        shown = shown_to(client, leader_elsewhere)
        assert shown.requests is not None
        assert [row.case_number for row in shown.requests.rows] == [own.case_number]
        assert shown.needs is None

    def test_tiltak_are_the_centres_own(
        self, client: Client, work: SupportRequest, leader: User, contact: User, directorate: User
    ) -> None:
        assert [row.title for row in shown_to(client, leader).tiltak] == ["Tidlig inn"]
        assert [row.title for row in shown_to(client, directorate).tiltak] == ["Tidlig inn"]
        assert not shown_to(client, contact).tiltak
        assert not shown_to(client, None).tiltak

    def test_each_role_is_offered_its_own_next_steps(
        self, client: Client, work: SupportRequest, contact: User, adviser: User, leader: User
    ) -> None:
        def labels(user: User | None) -> list[str]:
            return [step.label for step in shown_to(client, user).steps]

        assert labels(contact)[0] == "Be om støtte"
        assert labels(adviser)[0] == "Ny aktivitet her"
        assert "Nytt tiltak" in labels(leader)
        assert "Nytt tiltak" not in labels(adviser)
        assert labels(None) == []

    def test_the_governor_is_not_told_to_register_rounds(
        self, client: Client, work: SupportRequest, governor: User, contact: User
    ) -> None:
        assert not [gap for gap in shown_to(client, governor).gaps if "/ny/" in gap.href]
        assert [gap for gap in shown_to(client, contact).gaps if "/undersokelser/ny/" in gap.href]


class TestFigures:
    def test_the_last_figure_stands_beside_county_and_country_with_its_source(
        self, client: Client, municipality: Municipality, tell: Callable[..., IndicatorValue]
    ) -> None:
        for year, own, country in ((2022, "10.04", "9"), (2023, "12.34", "10.5")):
            tell(municipality, year, own)
            tell(None, year, country)
        page = page_of(client, "5601")
        assert "<strong>12,3</strong> %" in page
        assert "Landet 10,5" in page
        assert "Høyere enn landet, kan tyde på større behov" in page
        assert "Prøvekilden" in page
        assert "Andel som har brukt cannabis siste år." in page
        assert "Har brukt cannabis i Alta fra 2022 til 2023. Siste tall: 12,3" in page
        assert page.index('<th scope="row">2023</th>') < page.index('<th scope="row">2022</th>')

    def test_a_suppressed_figure_is_a_word_and_explained_never_a_number(
        self, client: Client, municipality: Municipality, tell: Callable[..., IndicatorValue]
    ) -> None:
        tell(municipality, 2022, "10")
        tell(municipality, 2023, None, ":")
        (chart,) = shown_to(client, None).charts
        assert (chart.own, chart.unit, chart.year) == ("skjult", "", 2023)
        assert chart.signs == ["Skjult: så få at tallet kunne vist hvem det gjelder."]
        assert "spark__cross" in chart.svg

    def test_figures_that_are_not_open_are_not_shown_and_the_page_says_so(
        self,
        client: Client,
        municipality: Municipality,
        contact: User,
        tell: Callable[..., IndicatorValue],
    ) -> None:
        tell(municipality, 2023, "10")
        Source.objects.update(publication=Source.Publication.OPENED)
        assert "Ingen tall å vise" in page_of(client, "5601")
        assert [chart.own for chart in shown_to(client, contact).charts] == ["10,0"]

    def test_counts_are_drawn_alone(
        self,
        client: Client,
        municipality: Municipality,
        cannabis: Indicator,
        tell: Callable[..., IndicatorValue],
    ) -> None:
        Indicator.objects.update(unit=Indicator.Unit.NUMBER, decimals=0)
        tell(municipality, 2022, "10")
        tell(None, 2022, "99999")
        (chart,) = shown_to(client, None).charts
        assert (chart.own, chart.country, chart.comparison) == ("10", "99\N{NO-BREAK SPACE}999", "")
        assert "country" not in chart.svg


class TestAsItWas:
    @pytest.fixture
    def old(self, municipality: Municipality) -> Municipality:
        old = MunicipalityFactory.create(
            code="5403", name="Gamle Alta", valid_from=date(2020, 1, 1), valid_to=date(2023, 12, 31)
        )
        changed(old, municipality, "renumber")
        return old

    def test_a_year_before_the_code_leads_to_the_code_of_that_year(
        self, client: Client, old: Municipality
    ) -> None:
        answer = client.get("/kommuner/5601/?aar=2022")
        assert answer["Location"] == "/kommuner/5403/?aar=2022"
        page = " ".join(client.get("/kommuner/5403/?aar=2022").content.decode().split())
        assert "Slik kommunen var 1. januar 2022" in page
        assert '<a href="/kommuner/5601/">Alta (5601)</a>' in page

    def test_figures_and_activities_end_with_the_year(
        self,
        client: Client,
        municipality: Municipality,
        centre: Centre,
        adviser: User,
        theme: Theme,
        tell: Callable[..., IndicatorValue],
    ) -> None:
        tell(municipality, 2024, "10")
        tell(municipality, 2025, "20")
        for title, day in (("Den gang", date(2024, 5, 1)), ("Siden", date(2025, 5, 1))):
            one = ActivityFactory.create(
                centre=centre,
                registered_by=adviser,
                title=title,
                starts_on=day,
                with_municipalities={municipality: 2},
                with_themes=[theme],
            )
            replace_facts("activity", one.pk, facts_of(one))
        shown = shown_to(client, None, "/kommuner/5601/?aar=2024")
        assert [chart.own for chart in shown.charts] == ["10,0"]
        assert [row.year for row in shown.years] == [2024]
        page = client.get("/kommuner/5601/?aar=2024").content.decode()
        assert "Den gang" in page
        assert "Siden</td>" not in page

    def test_needs_and_requests_are_of_today_only(
        self, client: Client, work: SupportRequest, contact: User
    ) -> None:
        shown = shown_to(client, contact, "/kommuner/5601/?aar=2024")
        assert shown.needs is None
        assert shown.requests is None
        assert not shown.gaps
        assert work.case_number not in client.get("/kommuner/5601/?aar=2024").content.decode()

    def test_a_split_cannot_be_carried_on(self, client: Client, municipality: Municipality) -> None:
        split = MunicipalityFactory.create(
            code="1507", name="Gamle Ålesund", valid_to=date(2023, 12, 31)
        )
        other = MunicipalityFactory.create(code="1580", name="Haram", valid_from=date(2024, 1, 1))
        for new in (municipality, other):
            changed(split, new, "split")
        page = client.get("/kommuner/1507/?aar=2025").content.decode()
        assert "Kan ikke føres videre uten fordeling" in page
        assert "/kommuner/1580/?aar=2025" in page
        assert client.get("/kommuner/1507/ark.pdf?aar=2025").status_code == 302

    def test_a_part_of_a_divided_municipality_was_not_several(
        self, client: Client, municipality: Municipality
    ) -> None:
        split = MunicipalityFactory.create(
            code="1507",
            name="Gamle Ålesund",
            valid_from=date(2020, 1, 1),
            valid_to=date(2023, 12, 31),
        )
        for code in ("1504", "1534"):
            older = MunicipalityFactory.create(
                code=code, valid_from=None, valid_to=date(2019, 12, 31)
            )
            changed(older, split, "merge", day=date(2020, 1, 1))
        other = MunicipalityFactory.create(code="1580", name="Haram", valid_from=date(2024, 1, 1))
        for new in (municipality, other):
            changed(split, new, "split")
        assert "flere kommuner da" in client.get("/kommuner/1507/?aar=2019").content.decode()
        page = client.get("/kommuner/1580/?aar=2022").content.decode()
        assert "Kan ikke føres tilbake uten fordeling" in page
        assert "flere kommuner da" not in page
        assert "/kommuner/1507/?aar=2022" in page

    def test_a_merged_municipality_was_several(
        self, client: Client, municipality: Municipality, old: Municipality
    ) -> None:
        changed(
            MunicipalityFactory.create(code="5499", name="Nabo", valid_to=date(2023, 12, 31)),
            municipality,
            "merge",
        )
        page = client.get("/kommuner/5601/?aar=2022").content.decode()
        assert "Kommunen var flere kommuner da" in page
        assert "/kommuner/5499/?aar=2022" in page

    @pytest.mark.parametrize("year", ["1066", "i fjor", "9999", "-1", "²"])
    def test_a_year_that_cannot_be_shown_gives_todays_page_and_says_so(
        self, client: Client, municipality: Municipality, year: str
    ) -> None:
        page = client.get("/kommuner/5601/", {"aar": year}).content.decode()
        assert "Året kan ikke vises" in page
        assert "slik den var 1. januar" not in page.replace("Vis slik den var 1. januar", "")


def changed(old: Municipality, new: Municipality, kind: str, day: date = date(2024, 1, 1)) -> None:
    MunicipalityChange.objects.create(
        date=day,
        change_type=kind,
        old=old,
        old_name=old.name,
        new=new,
        new_name=new.name,
        source="SSB",
    )


class TestWhatIsMissing:
    def test_nobody_has_been_here(
        self, client: Client, municipality: Municipality, contact: User
    ) -> None:
        text = [gap.text for gap in shown_to(client, None).gaps]
        assert f"Ingen senter har gitt kommunen et tilbud i {YEAR}." in text
        assert "Ingen kontakt med noe senter er registrert." in text
        assert "Ingen senter har registrert ansvar her." in text

    @pytest.mark.parametrize(("days", "is_said"), [(0, False), (365 * 4, True)])
    def test_long_without_contact(
        self,
        client: Client,
        centre: Centre,
        municipality: Municipality,
        adviser: User,
        theme: Theme,
        days: int,
        is_said: bool,
    ) -> None:
        one = ActivityFactory.create(
            centre=centre,
            registered_by=adviser,
            starts_on=timezone.localdate() - timedelta(days=days),
            with_municipalities={municipality: 2},
            with_themes=[theme],
        )
        replace_facts("activity", one.pk, facts_of(one))
        text = " ".join(gap.text for gap in shown_to(client, None).gaps)
        assert ("Ingen kontakt med noe senter siden" in text) == is_said
        assert (f"tilbud i {YEAR}" in text) == is_said
