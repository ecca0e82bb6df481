from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.jobs import actions, rules
from korus_portal.jobs.models import Job


@require_GET
def job_detail(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """How far the work has come; leads on to its result when it is done."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if job.state == Job.State.DONE and job.return_path:
        return redirect(job.return_path)
    can_retry = job.state == Job.State.FAILED and rules.can_retry_job(request.user, job)
    return render(request, "jobs/job_detail.html", {"job": job, "can_retry": can_retry})


@require_GET
def job_progress(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The bar alone. When the work ends the whole page is asked for again."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not request.htmx:
        return redirect(reverse("jobs:job_detail", args=[job.pk]))
    response = render(request, "components/progress.html", {"job": job})
    if job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def job_retry(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    try:
        job = actions.retry_job(job=job, by=request.user)
    except actions.NotFailedError:
        messages.info(request, _("Arbeidet er allerede startet på nytt."))
    return redirect(job)
