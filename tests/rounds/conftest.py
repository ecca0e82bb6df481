"""A round as it is registered, so that it counts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assignments.rounds import actions
from assignments.rounds.models import InformationRound
from assignments.rounds.values import RoundValues
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality

Send = Callable[..., InformationRound]


def letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("brev.pdf", b"%PDF-1.7 om tilbudet", content_type="application/pdf")


def values(**changed: Any) -> RoundValues:
    usual: dict[str, Any] = {
        "title": "Brev om tilbudet",
        "channel": InformationRound.Channel.LETTER,
        "day": date(2026, 3, 2),
        "receiver": "kommunedirektør",
    }
    return RoundValues(**{**usual, **changed})


@pytest.fixture
def send(centre: Centre, adviser: User) -> Send:
    def inner(*places: Municipality, by: User = adviser, **changed: Any) -> InformationRound:
        return actions.register_round(
            centre=centre, values=values(**changed), places=places, by=by, upload=letter()
        )

    return inner
