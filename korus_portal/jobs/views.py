from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.jobs.models import Job


@require_GET
def job_detail(request: AuthenticatedRequest, pk: str) -> HttpResponse:
    """How far the work has come; leads on to its result when it is done."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if job.state == Job.State.DONE and job.return_path:
        return redirect(job.return_path)
    return render(request, "jobs/job_detail.html", {"job": job})


@require_GET
def job_progress(request: AuthenticatedRequest, pk: str) -> HttpResponse:
    """The bar alone. When the work ends the whole page is asked for again."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not request.htmx:
        return redirect(reverse("jobs:job_detail", args=[job.pk]))
    response = render(request, "components/progress.html", {"job": job})
    if job.is_finished:
        response["HX-Refresh"] = "true"
    return response
