"""Rule 26: in which years an agreement counts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assignments.agreements import actions
from assignments.agreements.actions import reminding
from assignments.agreements.facts import facts_of
from assignments.agreements.models import Agreement
from assignments.agreements.values import AmendmentValues
from assignments.coverage.models import CoverageRow, Fact
from assignments.plans import years
from assignments.plans.years import YearClosedError
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.agreements.conftest import DIRECTOR, SIGNATORY, Draft, Sign, first_of, paper
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year


def counted(agreement: Agreement) -> list[int]:
    rows = Fact.objects.filter(source_kind="agreement", source_id=agreement.pk)
    return sorted(rows.values_list("year", flat=True))


def test_it_counts_when_both_have_signed_and_not_before(offered: Draft, sign: Sign) -> None:
    agreement = offered()
    sign(agreement, DIRECTOR)
    assert counted(agreement) == []
    sign(agreement, SIGNATORY)
    assert counted(agreement) == [THIS_YEAR - 1, THIS_YEAR, THIS_YEAR + 1]


def test_one_day_in_a_year_is_enough(signed: Draft) -> None:
    agreement = signed(starts_on=date(THIS_YEAR - 1, 12, 31), ends_on=date(THIS_YEAR + 1, 1, 1))
    facts = {fact.year: fact.day for fact in facts_of(agreement)}
    assert facts == {
        THIS_YEAR - 1: date(THIS_YEAR - 1, 12, 31),
        THIS_YEAR: date(THIS_YEAR, 1, 1),
        THIS_YEAR + 1: date(THIS_YEAR + 1, 1, 1),
    }


def test_an_agreement_alone_is_not_use(signed: Draft, municipality: Municipality) -> None:
    signed()
    rows = CoverageRow.objects.of_year(THIS_YEAR).whole().filter(place=municipality, centre=None)
    assert {(row.level, row.agreements) for row in rows} == {(0, 1)}


def test_a_district_counts_for_its_city(centre: Centre) -> None:
    city = MunicipalityFactory.create(code="0301", name="Oslo")
    district = MunicipalityFactory.create(
        code="030101", name="Gamle Oslo", kind="district", parent=city
    )
    agreement = Agreement(
        municipality=district,
        centre=centre,
        starts_on=first_of(0),
        ends_on=first_of(-1),
        signed_at=timezone.now(),
    )
    fact = facts_of(agreement)[0]
    assert (fact.place_then_id, fact.district_id) == (city.pk, district.pk)


def test_it_ends_with_the_municipality_that_signed(
    signed: Draft, municipality: Municipality
) -> None:
    agreement = signed()
    municipality.valid_to = date(THIS_YEAR - 1, 12, 31)
    municipality.save()
    reminding.follow_structure()
    assert counted(agreement) == [THIS_YEAR - 1]
    assert not Agreement.objects.counting_in(THIS_YEAR).exists()
    assert Agreement.objects.counting_in(THIS_YEAR - 1).get() == agreement


def test_a_year_that_was_reported_before_the_signature_stays_as_it_was(
    offered: Draft, sign: Sign, centre: Centre, leader: User
) -> None:
    agreement = offered()
    years.close(centre, THIS_YEAR - 1, by=leader)
    sign(agreement, DIRECTOR)
    sign(agreement, SIGNATORY)
    assert counted(agreement) == [THIS_YEAR, THIS_YEAR + 1]


def test_a_year_closed_afterwards_keeps_what_it_had(
    signed: Draft, centre: Centre, leader: User
) -> None:
    agreement = signed()
    years.close(centre, THIS_YEAR - 1, by=leader)
    actions.end_agreement(
        agreement=agreement, last_day=timezone.localdate(), reason="Enige.", by=leader
    )
    assert counted(agreement) == [THIS_YEAR - 1, THIS_YEAR]


def test_it_cannot_end_so_that_a_reported_year_loses_it(
    signed: Draft, centre: Centre, leader: User
) -> None:
    agreement = signed(starts_on=first_of(2))
    years.close(centre, THIS_YEAR - 1, by=leader)
    with pytest.raises(YearClosedError):
        actions.end_agreement(
            agreement=agreement, last_day=date(THIS_YEAR - 2, 6, 1), reason="Nei.", by=leader
        )
    assert THIS_YEAR - 1 in counted(agreement)


def test_an_amendment_that_extends_it_counts_when_both_have_signed(
    signed: Draft, sign: Sign, adviser: User, leader: User
) -> None:
    agreement = signed()
    new_end = agreement.ends_on + timedelta(days=365)
    values = AmendmentValues(change="Et år til.", purpose=agreement.purpose, ends_on=new_end)
    actions.amend(agreement=agreement, values=values, version=agreement.version, by=adviser)
    sign(agreement, DIRECTOR, number=2)
    assert counted(agreement)[-1] == THIS_YEAR + 1
    actions.add_paper(agreement=agreement, upload=paper(b"%PDF-1.7 endring"), by=leader)
    sign(agreement, SIGNATORY, number=2)
    assert counted(agreement)[-1] == THIS_YEAR + 2
    agreement.refresh_from_db()
    assert agreement.ends_on == new_end
