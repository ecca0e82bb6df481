"""What a need rests on, as each reader may see it."""

from collections.abc import Callable

import pytest
from django.test import Client

from assignments.mapping.models import Answer, Campaign, CampaignQuestion, Invitation, Question
from assignments.needs.evidence import campaigns_on_offer, shown_evidence
from assignments.needs.models import Evidence, Need
from assignments.needs.values import Cited
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.indicators.models import Batch, IndicatorValue, Opening, Source
from municipalities.models import Municipality, Theme
from tests.factories import SupportRequestFactory
from tests.needs.conftest import Register
from tests.needs.factories import (
    BatchFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
Value = Callable[..., IndicatorValue]


@pytest.fixture
def value(municipality: Municipality, administrator: User) -> Value:
    def make(publication: str = Source.Publication.PUBLIC) -> IndicatorValue:
        source = SourceFactory.create(publication=publication)
        return IndicatorValueFactory.create(
            indicator=IndicatorFactory.create(source=source),
            municipality=municipality,
            batch=BatchFactory.create(source=source, imported_by=administrator),
        )

    return make


def on_value(row: IndicatorValue) -> tuple[Cited, ...]:
    return (Cited(kind=Evidence.Kind.INDICATOR, indicator_value=row),)


def only_text(need: Need, viewer: User) -> str:
    (row,) = shown_evidence(need, viewer)
    return row.text


def test_a_figure_stands_with_its_year_and_source(
    register: Register, value: Value, contact: User
) -> None:
    need = register(by=contact, evidence=on_value(value()))
    assert only_text(need, contact) == "Har brukt cannabis: 12,3 prosent (2024, Prøvekilden)"


def test_a_figure_that_is_not_opened_shows_only_its_name(
    register: Register, value: Value, contact: User, adviser: User, governor: User
) -> None:
    row = value(Source.Publication.OPENED)
    need = register(by=contact, evidence=on_value(row))
    hidden = "Har brukt cannabis: tallet er ikke åpnet for deg"
    assert only_text(need, adviser) == only_text(need, governor) == hidden
    Opening.objects.create(
        source=row.indicator.source,
        receiver=adviser.memberships.get().organisation,
        reference="Brev 1",
        opened_by=contact,
    )
    assert "12,3 prosent" in only_text(need, adviser)
    assert only_text(need, governor) == hidden


def test_a_hidden_figure_stands_nowhere_on_the_page(
    register: Register, value: Value, contact: User, governor: User, client: Client
) -> None:
    need = register(by=contact, evidence=on_value(value(Source.Publication.OPENED)))
    client.force_login(governor)
    assert "12,3" not in client.get(need.get_absolute_url()).text


def test_a_figure_that_was_changed_or_withdrawn_says_so(
    register: Register, value: Value, contact: User
) -> None:
    row = value()
    need = register(by=contact, evidence=on_value(row))
    IndicatorValue.objects.update(is_current=False)
    assert only_text(need, contact).endswith("Tallet er endret siden.")
    Batch.objects.update(
        state=Batch.State.WITHDRAWN, reason="Feil", closed_by=contact, closed_at=need.registered_at
    )
    assert only_text(need, contact) == "Har brukt cannabis: tallet er trukket tilbake"


def test_of_others_requests_one_sees_theme_state_and_centre(
    register: Register, contact: User, governor: User, adviser: User, centre: Centre, theme: Theme
) -> None:
    asked = SupportRequestFactory.create(
        centre=centre,
        municipality=contact.memberships.get().organisation.municipality,
        theme=theme,
        submitted_by=contact,
        case_number="2025-00077",
    )
    cited = (Cited(kind=Evidence.Kind.REQUEST, support_request=asked),)
    need = register(by=contact, evidence=cited)
    (own,), (others,) = shown_evidence(need, adviser), shown_evidence(need, governor)
    assert own.href == asked.get_absolute_url()
    assert (others.text, others.href) == ("Henvendelse til KORUS Nord, Rusmidler (sendt)", "")


@pytest.fixture
def campaign(centre: Centre, leader: User, municipality: Municipality, theme: Theme) -> Campaign:
    """One service in Alta has answered 2 of 5."""
    found = Campaign.objects.create(
        centre=centre,
        title="Hva kan tjenestene?",
        respondent=Campaign.Respondent.SERVICE,
        closes_on="2025-06-01",
        status=Campaign.Status.CLOSED,
        created_by=leader,
        opened_at="2025-05-01T08:00Z",
        closed_at="2025-06-02T08:00Z",
    )
    question = Question.objects.create(code="q", theme=theme, text_nb="Kan?", text_nn="Kan?")
    CampaignQuestion.objects.create(campaign=found, question=question, position=0)
    invitation = Invitation.objects.create(
        campaign=found,
        municipality=municipality,
        service="Rus og psykisk helse",
        submitted_at="2025-05-20T08:00Z",
    )
    Answer.objects.create(invitation=invitation, question=question, level=2)
    return found


def test_a_mapping_shows_its_level_to_whoever_may_see_it(
    register: Register,
    campaign: Campaign,
    adviser: User,
    governor: User,
    municipality: Municipality,
) -> None:
    assert campaigns_on_offer(adviser, municipality) == [campaign]
    assert campaigns_on_offer(governor, municipality) == []
    cited = (Cited(kind=Evidence.Kind.MAPPING, campaign=campaign),)
    need = register(by=adviser, evidence=cited)
    assert only_text(need, adviser) == "Hva kan tjenestene? (KORUS Nord): nivå 2,0 av 5"
    (others,) = shown_evidence(need, governor)
    assert (others.text, others.href) == ("Hva kan tjenestene? (KORUS Nord)", "")
