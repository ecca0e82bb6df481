"""Two workers sweep at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from assignments.requests.actions import reminding
from assignments.requests.models import RequestReminder, SupportRequest
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_workers_at_once_send_each_letter_once(
    support_request: SupportRequest, adviser: User
) -> None:
    SupportRequest.objects.update(answer_due_on=timezone.localdate() - timedelta(days=20))
    barrier = Barrier(4)

    def sweep(_n: int) -> int:
        barrier.wait()
        try:
            return reminding.remind()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(sweep, range(4))) == 1
    assert RequestReminder.objects.count() == 2
    assert Letter.objects.filter(kind="requests.late_leader").count() == 1
