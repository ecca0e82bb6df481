"""The answers of `inside`: signing in, filling, saving, drafting, and what the database reads."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from assignments.activities.actions import keeping
from assignments.activities.actions.writing import change_activity
from assignments.activities.models import Activity
from assignments.activities.values import values_of
from dev.bench import seeding
from korus_portal.accounts.models import User
from reporting import figures
from reporting.gathering import gather
from reporting.models import AnnualReport


def sign_in(person: str) -> str:
    """The session cookie of somebody who is signed in."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(email=f"{person}@demo.example"))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def fill(number: int) -> dict[str, float]:
    began = time.perf_counter()
    seeding.fill(number)
    return {"seconds": time.perf_counter() - began}


def time_sql(statements: list[str], repeats: int) -> list[float]:
    """Milliseconds of each round; rows are fetched."""
    times = []
    for _round in range(repeats):
        began = time.perf_counter()
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()
        times.append((time.perf_counter() - began) * 1000)
    return times


def reads(person: str, path: str) -> dict[str, float]:
    """Queries of one visit, and the buffers that their plans touched."""
    client = Client(HTTP_HOST="127.0.0.1")
    if person:
        client.force_login(User.objects.get(email=f"{person}@demo.example"))
    client.get(path)
    asked: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = client.get(path)
        b"".join(answer)
    return {"queries": len(asked), "buffers": sum(buffers(sql, params) for sql, params in asked)}


def buffers(sql: str, params: Any) -> int:
    if not sql.lstrip(" (").upper().startswith(("SELECT", "WITH")):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        (found,) = cursor.fetchone()
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def save(number: int, how: str) -> list[float]:
    """Milliseconds of saving activities one by one, half an hour longer than they were."""
    by = User.objects.get(email="adviser@demo.example")
    since = timezone.localdate() - timedelta(days=200)
    rows = Activity.objects.counting().filter(
        centre__code="korus-nord", starts_on__gte=since, deleted_at=None
    )
    times = []
    for activity in rows.order_by("-starts_on")[:number]:
        values = values_of(activity)
        values = replace(values, hours=(values.hours or Decimal(0)) + Decimal("0.5"))
        with counting(is_kept=how == "counted"):
            began = time.perf_counter()
            change_activity(activity=activity, values=values, version=activity.version, by=by)
            times.append((time.perf_counter() - began) * 1000)
    return times


@contextmanager
def counting(*, is_kept: bool) -> Iterator[None]:
    """With or without the facts and the summary rows."""
    kept = vars(keeping)["replace_facts"]
    if not is_kept:
        vars(keeping)["replace_facts"] = lambda *_arguments: None
    try:
        yield
    finally:
        vars(keeping)["replace_facts"] = kept


def draft(repeats: int) -> list[float]:
    """Milliseconds of gathering a centre's year and counting all figures of its report."""
    report = AnnualReport.objects.for_list().filter(centre__code="korus-nord").first()
    if report is None:
        return []
    times = []
    for _round in range(repeats):
        began = time.perf_counter()
        with transaction.atomic():
            figures.of_year(gather(report.centre, report.year))
        times.append((time.perf_counter() - began) * 1000)
    return times


ANSWERS: dict[str, Callable[..., Any]] = {
    "sign_in": sign_in,
    "fill": fill,
    "time_sql": time_sql,
    "reads": reads,
    "save": save,
    "draft": draft,
}
