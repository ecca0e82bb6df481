"""Who writes several sources of a year in one go is never in a circle with who writes one."""

import threading
import time
from datetime import date

import pytest
from django.db import connection, transaction

from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact, Level
from centres.models import Centre, MandateTask
from tests.factories import MandateTaskFactory

pytestmark = pytest.mark.django_db(transaction=True)


def write(source: int, centre: Centre, task: MandateTask | None) -> None:
    fact = Fact(
        source_kind=Fact.Source.ACTIVITY,
        source_id=source,
        day=date(2025, 3, 10),
        year=2025,
        centre=centre,
        centre_kind=centre.kind,
        mandate_task=task,
        level=Level.UNKNOWN,
    )
    replace_facts(Fact.Source.ACTIVITY, source, [fact])


def wait_for_somebody_waiting() -> None:
    for _try in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("Nobody came to wait.")


def test_the_next_source_may_be_cut_by_more_than_the_first(centre: Centre) -> None:
    task = MandateTaskFactory.create()
    errors: list[BaseException] = []

    def one() -> None:
        try:
            write(2, centre, task)
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            errors.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=one)
    with transaction.atomic():
        write(1, centre, None)
        other.start()
        wait_for_somebody_waiting()
        write(3, centre, task)
    other.join()
    assert errors == []
    assert Fact.objects.count() == 3
