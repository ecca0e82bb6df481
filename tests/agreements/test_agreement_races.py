"""Several people at the same moment: real threads, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from assignments.agreements import actions
from assignments.agreements.models import Agreement
from assignments.coverage.models import Fact
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from tests.agreements.conftest import DIRECTOR, SIGNATORY, Draft, Sign

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> None:
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        barrier.wait()
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(run, works))


def test_both_sides_sign_at_once(offered: Draft, sign: Sign) -> None:
    agreement = offered()
    at_once(lambda: sign(agreement, DIRECTOR), lambda: sign(agreement, SIGNATORY))
    assert Agreement.objects.get().state == Agreement.State.SIGNED
    assert Fact.objects.filter(source_kind="agreement").count() == 3
    assert Event.objects.filter(kind="agreements.signed").count() == 1


def test_four_clicks_sign_and_renew_once(offered: Draft, sign: Sign, leader: User) -> None:
    agreement = offered()
    sign(agreement, DIRECTOR)
    at_once(*[lambda: sign(agreement, SIGNATORY)] * 4)
    assert agreement.texts.get().signatures.count() == 2
    at_once(*[lambda: actions.renew(agreement=agreement, by=leader)] * 4)
    assert Agreement.objects.filter(renews=agreement).count() == 1
