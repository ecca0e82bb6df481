"""The portal itself: roof (urls, settings, celery) and ground (accounts, audit, jobs, …)."""

from korus_portal.celery import app as celery_app

__all__ = ["celery_app"]
