"""The leader's queue, and giving its requests to advisers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assignments.requests import rules
from assignments.requests.actions import assigning
from assignments.requests.forms.queue import AssignForm, QueueForm
from assignments.requests.queue import outcome
from assignments.requests.queue.choice import Choice
from assignments.requests.queue.desk import Desk, desk_of
from assignments.requests.queue.loads import adviser_here
from assignments.requests.queue.page import QueuePage
from assignments.requests.queue.table import Queue
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def request_queue(request: AuthenticatedRequest) -> HttpResponse:
    """All that the centre has, in the order in which it should be seen to."""
    shown = QueuePage(queue_in(request), request.GET.get("page", ""))
    return _page(request, shown, AssignForm(loads=shown.loads))


@require_POST
def queue_assign(request: AuthenticatedRequest) -> HttpResponse:
    """Give the ticked requests to one adviser; each that could not be given is told of."""
    shown = QueuePage(queue_in(request), request.GET.get("page", ""))
    form = AssignForm(request.POST, loads=shown.loads)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    _assign(request, shown.queue.desk, form)
    return redirect(f"{reverse('requests:request_queue')}?{shown.kept}")


def desk_in(request: AuthenticatedRequest) -> Desk:
    """Whose queue is open. A centre that is not the person's own is not there."""
    if not rules.can_work_with_requests(request.user):
        raise PermissionDenied
    desk = desk_of(request.user, request.GET.get("senter", ""))
    if desk is None:
        raise Http404
    return desk


def queue_in(request: AuthenticatedRequest) -> Queue:
    return Queue(desk_in(request), Choice.read(request.GET))


def _assign(request: AuthenticatedRequest, desk: Desk, form: AssignForm) -> None:
    numbers, to = form.cleaned_data["sak"], adviser_here(desk, form.cleaned_data["til"])
    found = sorted(
        desk.requests().filter(case_number__in=numbers).select_related("centre"),
        key=lambda row: numbers.index(row.case_number),  # said in the order of the page
    )
    done = assigning.assign_many(requests=found, adviser=to, by=request.user)
    if given := outcome.given_words(done, to):
        messages.success(request, given)
    for sentence in outcome.refused_words(done, to, outcome.missing_of(numbers, found)):
        messages.warning(request, sentence)


def _page(
    request: AuthenticatedRequest, shown: QueuePage, assign: AssignForm, *, status: int = 200
) -> HttpResponse:
    filters = QueueForm(request.GET, offer=shown.offer)
    context = {
        "shown": shown,
        "queue": shown.queue,
        "desk": shown.queue.desk,
        "filters": filters,
        "assign": assign,
        "ticked": assign.ticked,
    }
    return render(request, "requests/queue/request_queue.html", context, status=status)
