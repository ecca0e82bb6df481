"""Writing a report together: its chapters, what it says of tiltak and satsinger, its answers."""

from functools import partial
from typing import Any, Protocol

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.http import AuthenticatedRequest
from reporting import rules, targets, text_page, texts
from reporting.actions import redacting, typing, writing
from reporting.actions.errors import NotADraftError
from reporting.forms.writing import PartForm, RedactionForm
from reporting.models import AnnualReport
from reporting.targets import Part
from reporting.views.fetching import crumbs, get_own_report, get_report

TEMPLATE = "reporting/report_part.html"


class Writer(Protocol):
    """One of the writing actions, with its row given."""

    def __call__(self, **values: Any) -> object: ...


@require_http_methods(["GET", "POST"])
def section_edit(request: AuthenticatedRequest, pk: int, key: str) -> HttpResponse:
    """A chapter of the report."""
    report = get_own_report(request, pk)
    section = get_object_or_404(report.sections, key=key)
    part = targets.part_of(section, report)
    return write(request, report, part, partial(writing.write_section, section=section))


@require_http_methods(["GET", "POST"])
def entry_edit(request: AuthenticatedRequest, pk: int, entry_pk: int) -> HttpResponse:
    """What the report says of one tiltak or satsing."""
    report = get_own_report(request, pk)
    entries = report.entries.select_related("assignment", "initiative")
    entry = get_object_or_404(entries, pk=entry_pk)
    part = targets.part_of(entry, report)
    return write(request, report, part, partial(writing.write_entry, entry=entry))


@require_http_methods(["GET", "POST"])
def answer_edit(request: AuthenticatedRequest, pk: int, answer_pk: int) -> HttpResponse:
    """The answer to a point of a letter, or to a standing duty."""
    report = get_own_report(request, pk)
    answers = report.answers.select_related("item__grant", "task")
    answer = get_object_or_404(answers, pk=answer_pk)
    part = targets.part_of(answer, report)
    return write(request, report, part, partial(writing.write_answer, answer=answer))


def write(
    request: AuthenticatedRequest, report: AnnualReport, part: Part, writer: Writer
) -> HttpResponse:
    """Show the form, the preview of what it holds, or store it."""
    context = text_page.context(report, part, request.user, request.POST or None)
    context["crumbs"] = crumbs(report, part.title)
    form = context["form"]
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if "preview" in request.POST:
        context["preview"] = text_page.preview(part, request.POST)
        return render(request, TEMPLATE, context)
    if not form.is_valid():
        return render(request, TEMPLATE, context)
    return store(request, part, partial(writer, **given(form), by=request.user), context)


def given(form: PartForm) -> dict[str, Any]:
    share = writing.Share(form.cleaned_data["owner"], form.cleaned_data["state"])
    return {**form.texts(), "version": form.cleaned_data["version"], "share": share}


def store(
    request: AuthenticatedRequest, part: Part, writer: Writer, context: dict[str, Any]
) -> HttpResponse:
    """What could not be stored stands in the form all the same."""
    report = context["report"]
    try:
        writer()
    except StaleVersionError:
        context |= text_page.conflict(report, part, context["form"])
        return render(request, TEMPLATE, context, status=409)
    except NotADraftError:
        return render(request, TEMPLATE, {**context, "is_closed": True}, status=409)
    messages.success(request, _("Lagret."))
    return redirect(f"{report.get_absolute_url()}#deler")


@require_POST
def typed_keep(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What is typed and not saved, sent by the page a few seconds after the last key."""
    visible = AnnualReport.objects.visible_to(request.user).for_list()
    report = get_object_or_404(visible, pk=pk)
    part = targets.find_part(report, request.POST.get("target", ""))
    version = request.POST.get("version", "")
    if part is None or not version.isdecimal() or len(version) > 9:
        raise Http404
    fields = {name: request.POST[name] for name in part.labels if name in request.POST}
    keep = partial(typing.keep_typed, report=report, part=part, by=request.user)
    try:
        keep(fields=fields, version=int(version))
    except (NotADraftError, typing.TooLongError) as error:
        return JsonResponse({"saved": False, "text": str(error)}, status=409)
    except ValidationError as error:
        return JsonResponse({"saved": False, "text": " ".join(error.messages)}, status=422)
    now = date_format(timezone.localtime(), "H:i")
    text = _("Teksten er tatt vare på kl. %(time)s. Den er ikke lagret i rapporten ennå.")
    return JsonResponse({"saved": True, "text": text % {"time": now}})


@require_POST
def typed_discard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Throw away what one has typed and not saved."""
    report = get_own_report(request, pk)
    part = targets.find_part(report, request.POST.get("target", ""))
    if part is None:
        raise Http404
    typing.forget_typed(report=report, name=part.name, by=request.user)
    messages.info(request, _("Teksten som ikke var lagret, er forkastet."))
    return redirect(part.href)


@require_http_methods(["GET", "POST"])
def report_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes personal details out of a text, in every version of the report."""
    report = get_report(request, pk)
    if not rules.can_redact_report(request.user, report):
        raise PermissionDenied
    form = RedactionForm(request.POST or None, texts=texts.redactable(report))
    if form.is_valid():
        names, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        redacting.redact_report(report=report, names=names, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(report)
    context = {"report": report, "form": form, "crumbs": crumbs(report, _("Sladd tekst"))}
    return render(request, "reporting/report_redact.html", context)
