"""Celery for the portal: thin tasks, found in each app's `tasks.py`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korus_portal.settings")
app = Celery("korus_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
