"""Rule 5: kjent is a delivered letter, mail or meeting; a bounce is none."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from assignments.coverage.models import Level
from assignments.rounds import actions
from assignments.rounds.facts import facts_of
from assignments.rounds.models import InformationRound, InformationRow
from assignments.rounds.values import RoundValues
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import did
from tests.rules.counted import counted, level_of


def test_delivered_is_known_and_a_bounce_is_not(
    centre: Centre, adviser: User, municipality: Municipality, neighbour: Municipality
) -> None:
    sent = actions.register_round(
        centre=centre,
        values=RoundValues(
            title="Brev om tilbudet",
            channel=InformationRound.Channel.LETTER,
            day=date(2025, 3, 2),
            receiver="kommunedirektør",
        ),
        places=(municipality, neighbour),
        by=adviser,
        upload=SimpleUploadedFile("brev.pdf", b"%PDF-1.7", content_type="application/pdf"),
    )
    did(centre, adviser, {}, kind="research")
    assert {level_of(counted(), place) for place in (municipality, neighbour)} == {Level.KNOWN}
    came_back = InformationRow.objects.filter(round=sent, municipality=neighbour)
    came_back.update(state=InformationRow.State.BOUNCED)
    assert [fact.place_then_id for fact in facts_of(sent)] == [municipality.pk]
    assert InformationRow.objects.delivered().count() == 1


def test_an_open_post_proves_nothing(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, kind="dissemination")
    assert level_of(counted(), municipality) == Level.UNKNOWN
