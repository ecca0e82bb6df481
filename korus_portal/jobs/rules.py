"""Who may do what with long work."""

from korus_portal.accounts.access import Viewer, is_administrator
from korus_portal.jobs.models import Job


def can_retry_job(viewer: Viewer, job: Job) -> bool:
    """Whoever asked for it. The administrator sees all jobs and may set any of them going again."""
    return (viewer.pk is not None and job.started_by_id == viewer.pk) or is_administrator(viewer)
