"""What a round counts for, and what it cannot do."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.coverage.models import CoverageRow, Fact, Level
from assignments.plans import years
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from assignments.rounds import actions
from assignments.rounds.facts import facts_of
from assignments.rounds.models import InformationRound, InformationRow
from assignments.rounds.progress import progress_of
from assignments.rounds.recipients import Choice, chosen_places
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.files.models import StoredContent, StoredFile
from municipalities.models import Municipality, Theme
from tests.factories import CatchmentFactory, MunicipalityFactory
from tests.rounds.conftest import Send, letter, values

State = InformationRow.State


def level_of(municipality: Municipality, centre: Centre, year: int = 2026) -> int:
    row = CoverageRow.objects.filter(
        structure="then", slice="none", year=year, place=municipality, centre=centre
    ).first()
    return row.level if row else Level.UNKNOWN


def facts() -> int:
    return Fact.objects.filter(source_kind=Fact.Source.ROUND).count()


def test_a_delivered_letter_makes_the_municipality_known(
    send: Send, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    sent = send(municipality, theme=theme)
    fact = Fact.objects.get(source_kind=Fact.Source.ROUND, source_id=sent.pk)
    assert (fact.level, fact.day, fact.theme) == (Level.KNOWN, date(2026, 3, 2), theme)
    assert level_of(municipality, centre) == Level.KNOWN
    assert (
        CoverageRow.objects.get(
            structure="then", slice="none", year=2026, place=municipality, centre=centre
        ).last_contact_on
        is None
    )


def test_a_bounce_is_no_delivery_until_it_arrives_after_all(
    send: Send, centre: Centre, municipality: Municipality, adviser: User
) -> None:
    sent = send(municipality)
    rows = [sent.rows.get().pk]
    mark: dict[str, Any] = {"information_round": sent, "rows": rows, "by": adviser}
    assert actions.mark_bounced(**mark, reason="ukjent adresse") == 1
    assert (level_of(municipality, centre), facts()) == (Level.UNKNOWN, 0)
    assert actions.mark_bounced(**mark, reason="en annen grunn") == 0
    assert sent.rows.get().reason == "ukjent adresse"
    assert actions.mark_delivered(**mark) == 1
    assert (level_of(municipality, centre), sent.rows.get().reason) == (Level.KNOWN, "")


def test_a_bounce_needs_a_reason(send: Send, municipality: Municipality, adviser: User) -> None:
    sent = send(municipality)
    with pytest.raises(actions.MissingReasonError):
        actions.mark_bounced(
            information_round=sent, rows=[sent.rows.get().pk], reason=" ", by=adviser
        )


def test_rows_of_another_round_are_left_alone(
    send: Send, municipality: Municipality, adviser: User
) -> None:
    one, other = send(municipality), send(municipality)
    rows = [other.rows.get().pk]
    assert actions.mark_bounced(information_round=one, rows=rows, reason="x", by=adviser) == 0
    assert other.rows.get().state == State.DELIVERED


def test_districts_have_rows_of_their_own_and_make_their_city_known_once(
    send: Send, centre: Centre, municipality: Municipality
) -> None:
    districts = [
        MunicipalityFactory.create(
            code=f"56010{n}", kind="district", parent=municipality, county=municipality.county
        )
        for n in (1, 2)
    ]
    sent = send(*districts)
    assert (sent.rows.count(), len(facts_of(sent))) == (2, 2)
    assert level_of(municipality, centre) == Level.KNOWN
    assert [level_of(row, centre) for row in districts] == [Level.KNOWN, Level.KNOWN]
    country = CoverageRow.objects.get(
        structure="then", slice="none", year=2026, place=None, county=None, centre=centre
    )
    assert (country.level, country.activities) == (Level.KNOWN, 0)


def test_a_deleted_round_counts_no_more_until_the_leader_restores_it(
    send: Send, centre: Centre, municipality: Municipality, adviser: User, leader: User
) -> None:
    sent = send(municipality)
    actions.delete_round(information_round=sent, reason="Feil brev", by=adviser)
    assert level_of(municipality, centre) == Level.UNKNOWN
    with pytest.raises(actions.AlreadyDoneError):
        actions.delete_round(information_round=sent, reason="Igjen", by=adviser)
    with pytest.raises(PermissionDenied):
        actions.restore_round(information_round=sent, by=adviser)
    actions.restore_round(information_round=sent, by=leader)
    assert level_of(municipality, centre) == Level.KNOWN


def test_another_year_moves_what_is_counted(
    send: Send, centre: Centre, municipality: Municipality, adviser: User
) -> None:
    sent = send(municipality)
    actions.change_round(
        information_round=sent, values=values(day=date(2025, 12, 31)), version=1, by=adviser
    )
    assert level_of(municipality, centre) == Level.UNKNOWN
    assert level_of(municipality, centre, 2025) == Level.KNOWN


def test_a_stale_version_is_refused(send: Send, municipality: Municipality, adviser: User) -> None:
    sent = send(municipality)
    actions.change_round(information_round=sent, values=values(title="Ny"), version=1, by=adviser)
    with pytest.raises(StaleVersionError):
        actions.change_round(
            information_round=sent, values=values(title="Gammel"), version=1, by=adviser
        )
    sent.refresh_from_db()
    assert sent.title == "Ny"


def test_a_day_on_which_a_recipient_was_not_there_is_refused(
    send: Send, municipality: Municipality, adviser: User
) -> None:
    sent = send(municipality)  # in force from 2024
    with pytest.raises(actions.NotThereError):
        actions.change_round(
            information_round=sent, values=values(day=date(2023, 3, 2)), version=1, by=adviser
        )


def test_nothing_counts_before_its_day(send: Send, municipality: Municipality) -> None:
    with pytest.raises(actions.ImpossibleDayError):
        send(municipality, day=timezone.localdate() + timedelta(days=1))
    assert not InformationRound.objects.exists()


def test_a_letter_is_proved_by_its_document_and_a_meeting_may_be_without(
    centre: Centre, municipality: Municipality, adviser: User
) -> None:
    common: dict[str, Any] = {"centre": centre, "places": [municipality], "by": adviser}
    for channel in (InformationRound.Channel.LETTER, InformationRound.Channel.MAIL):
        with pytest.raises(actions.MissingDocumentError):
            actions.register_round(**common, values=values(channel=channel))
    meeting = values(channel=InformationRound.Channel.MEETING)
    assert actions.register_round(**common, values=meeting).document is None


def test_a_round_has_recipients(centre: Centre, adviser: User) -> None:
    with pytest.raises(actions.NoRecipientsError):
        actions.register_round(
            centre=centre, values=values(), places=[], by=adviser, upload=letter()
        )


def test_a_closed_year_takes_no_changes_but_redaction(
    send: Send, centre: Centre, municipality: Municipality, adviser: User, leader: User
) -> None:
    sent = send(municipality)
    rows = [sent.rows.get().pk]
    years.close(centre, 2026, by=leader)
    with pytest.raises(years.YearClosedError):
        send(municipality)
    with pytest.raises(years.YearClosedError):
        actions.mark_bounced(information_round=sent, rows=rows, reason="x", by=adviser)
    with pytest.raises(years.YearClosedError):
        actions.add_recipients(information_round=sent, places=[municipality], by=adviser)
    with pytest.raises(years.YearClosedError):
        actions.delete_round(information_round=sent, reason="x", by=adviser)
    moved = values(day=date(2025, 3, 2))
    with pytest.raises(years.YearClosedError):
        actions.change_round(information_round=sent, values=moved, version=1, by=adviser)
    actions.redact_round(information_round=sent, keys=["title"], reason="Et navn", by=leader)
    sent.refresh_from_db()
    assert (sent.title, facts()) == ("[sladdet]", 1)


def test_only_the_leader_redacts_and_it_reaches_rows_document_and_history(
    send: Send, municipality: Municipality, adviser: User, leader: User
) -> None:
    sent = send(municipality)
    rows = [sent.rows.get().pk]
    actions.mark_bounced(information_round=sent, rows=rows, reason="Kari sluttet", by=adviser)
    keys = [f"reason-{rows[0]}", "document"]
    with pytest.raises(PermissionDenied):
        actions.redact_round(information_round=sent, keys=keys, reason="Et navn", by=adviser)
    actions.redact_round(information_round=sent, keys=keys, reason="Et navn", by=leader)
    sent.refresh_from_db()
    assert sent.rows.get().reason == "[sladdet]"
    assert sent.document is not None
    assert (sent.document.state, StoredContent.objects.count()) == ("redacted", 0)
    history = InformationRow.pgh_event_model._base_manager.filter(reason__contains="Kari")  # type: ignore[attr-defined]
    assert not history.exists()


def test_a_document_that_was_replaced_is_redacted_with_the_one_in_its_place(
    send: Send, municipality: Municipality, adviser: User, leader: User
) -> None:
    sent = send(municipality)
    other = SimpleUploadedFile("nytt.pdf", b"%PDF-1.7 rettet", content_type="application/pdf")
    actions.change_round(
        information_round=sent, values=values(), version=sent.version, upload=other, by=adviser
    )
    actions.redact_round(information_round=sent, keys=["document"], reason="Navn", by=leader)
    assert not StoredContent.objects.exists()
    assert set(StoredFile.objects.values_list("name", flat=True)) == {"[sladdet]"}


def test_the_same_form_twice_makes_one_round_and_another_content_is_told(
    centre: Centre, municipality: Municipality, municipality_elsewhere: Municipality, adviser: User
) -> None:
    token = uuid4()

    def again(*places: Municipality) -> InformationRound:
        return actions.register_round(
            centre=centre,
            values=values(),
            places=places,
            by=adviser,
            upload=letter(),
            form_token=token,
        )

    first = again(municipality)
    assert again(municipality) == first
    with pytest.raises(AlreadySentError):
        again(municipality, municipality_elsewhere)
    assert (InformationRound.objects.count(), facts()) == (1, 1)


def test_forgotten_recipients_are_added_once_and_the_others_stay(
    send: Send,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    adviser: User,
) -> None:
    sent = send(municipality)
    rows = [sent.rows.get().pk]
    actions.mark_bounced(information_round=sent, rows=rows, reason="x", by=adviser)
    both = [municipality, municipality_elsewhere]
    assert actions.add_recipients(information_round=sent, places=both, by=adviser) == 1
    assert actions.add_recipients(information_round=sent, places=both, by=adviser) == 0
    assert sent.rows.get(municipality=municipality).state == State.BOUNCED
    assert facts() == 1


def test_another_function_received_it_in_one_place(
    send: Send, municipality: Municipality, adviser: User
) -> None:
    sent = send(municipality)
    rows = [sent.rows.get().pk]
    change: dict[str, Any] = {"information_round": sent, "rows": rows, "by": adviser}
    assert actions.set_receiver(**change, receiver="helsesjef") == 1
    assert actions.set_receiver(**change, receiver="helsesjef") == 0
    assert sent.rows.get().receiver == "helsesjef"
    assert actions.set_receiver(**change, receiver="kommunedirektør") == 1
    assert sent.rows.get().receiver == ""


def test_strangers_write_nothing(
    send: Send, centre: Centre, municipality: Municipality, leader_elsewhere: User
) -> None:
    sent = send(municipality)
    with pytest.raises(PermissionDenied):
        send(municipality, by=leader_elsewhere)
    with pytest.raises(PermissionDenied):
        actions.mark_bounced(information_round=sent, rows=[], reason="x", by=leader_elsewhere)


def test_progress_says_who_is_missing_of_the_catchment(
    send: Send, centre: Centre, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    karasjok = MunicipalityFactory.create(code="5610", name="Karasjok", county=municipality.county)
    send(municipality, municipality_elsewhere)
    found = progress_of(centre, 2026)
    assert (found.total, found.known, found.told, found.percent) == (2, 1, 1, 50)
    assert [row.name for row in found.missing] == [karasjok.name]
    assert progress_of(centre, 2025).known == 0


def test_without_a_catchment_there_is_no_share(centre: Centre, send: Send) -> None:
    centre.catchments.all().delete()
    assert (progress_of(centre, 2026).total, progress_of(centre, 2026).percent) == (0, 0)


def test_progress_asks_as_often_for_many_as_for_few(
    send: Send,
    centre: Centre,
    municipality: Municipality,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    send(municipality)
    progress_of(centre, 2026)
    with django_assert_num_queries(6):
        progress_of(centre, 2026)
    more = [MunicipalityFactory.create(county=municipality.county) for _n in range(40)]
    send(*more[:20])
    progress_of(centre, 2026)  # the chain of changes is read anew once
    with django_assert_num_queries(7):  # the names of those who miss it are read too
        progress_of(centre, 2026)


def test_the_whole_catchment_follows_the_day(centre: Centre, municipality: Municipality) -> None:
    later = MunicipalityFactory.create(
        code="5699", county=municipality.county, valid_from=date(2026, 1, 1)
    )
    CatchmentFactory.create(centre=centre, county=municipality.county, valid_from=date(2027, 1, 1))
    everyone = Choice(catchment=True)
    assert chosen_places(centre, everyone, on=date(2025, 5, 1)) == [municipality]
    assert chosen_places(centre, everyone, on=date(2026, 5, 1)) == [municipality, later]
