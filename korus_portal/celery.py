"""Celery for the portal: thin tasks, found in each app's `tasks.py`."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korus_portal.settings")
app = Celery("korus_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def beat_at_once(**_kwargs: object) -> None:
    """A new worker shows that it works without waiting for beat's next tick."""
    app.send_task("jobs.worker_heartbeat")
