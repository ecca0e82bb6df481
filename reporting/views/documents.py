"""A report's documents: asked for, fetched, and checked by anyone who holds one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from korus_portal.accounts.http import AuthenticatedRequest, PortalRequest
from korus_portal.accounts.limits import TooOftenError, address_of, count
from korus_portal.accounts.models import User
from korus_portal.files.checking import CheckForm
from reporting import checking, rules
from reporting.actions import documenting
from reporting.documents import data, kinds, panel, store
from reporting.models import AnnualReport, ReportDocument
from reporting.views.fetching import get_report

TRIES, WHILE = 30, 600
DAY = 86_400


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def report_documents(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """GET: the card alone, for a page that shows them being made. POST: make the documents of
    the report as it is now, in the language that was asked for."""
    report = get_report(request, pk)
    if request.method == "GET":
        return shown(request, report)
    language = request.POST.get("language") or report.language
    if language not in User.Language.values:
        raise Http404
    documenting.remake_documents(report=report, by=request.user, language=language)
    messages.info(request, _("Dokumentene lages nå. De står her når de er ferdige."))
    return redirect(report)


def shown(request: AuthenticatedRequest, report: AnnualReport) -> HttpResponse:
    """Nothing when the reader has seen it all: what has focus on the page stays as it is."""
    if not request.htmx:
        return redirect(report)
    context = panel.context(report)
    if context["documents_seen"] and context["documents_seen"] == request.GET.get("sett"):
        return HttpResponse(status=204)
    context |= {"report": report, "can_redact": rules.can_redact_report(request.user, report)}
    return render(request, "reporting/_report_documents.html", context)


@require_GET
def document_download(
    request: AuthenticatedRequest, pk: int, kind: str, language: str = ""
) -> HttpResponse:
    """A finished document. That it was fetched, and by whom, is recorded."""
    report = get_report(request, pk)
    document = store.current(report).get((kind, language or report.language))
    if document is None:
        raise Http404
    content = documenting.download_document(document=document, by=request.user)
    response = HttpResponse(content, content_type=kinds.MIME[ReportDocument.Kind(kind)])
    name = filename(report, document)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def filename(report: AnnualReport, document: ReportDocument) -> str:
    """The language is told where it is not the report's own."""
    name = _("arsrapport-%(year)s-%(centre)s-v%(number)s") % {
        "year": report.year,
        "centre": report.centre.code,
        "number": report.number,
    }
    other = "" if document.language == report.language else f"-{document.language}"
    draft = "" if report.is_frozen else _("-utkast")
    return f"{name}{other}{draft}{kinds.endings()[ReportDocument.Kind(document.kind)]}"


@login_not_required
@require_GET
@cache_control(public=True, max_age=DAY)
def report_schema(request: HttpRequest) -> HttpResponse:
    """The schema that the JSON documents follow, for those who read them by a program."""
    options = {"ensure_ascii": False, "indent": 1}
    kind = "application/schema+json"
    return JsonResponse(data.published(), json_dumps_params=options, content_type=kind)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_check(request: PortalRequest) -> HttpResponse:
    """Whether a document is one of a submitted report here. Nothing that is sent is kept."""
    is_sent, status, found, sha256 = request.method == "POST", 200, None, ""
    form = CheckForm(request.POST, request.FILES) if is_sent else CheckForm()
    if is_sent:
        try:
            count(f"report-check:{address_of(request)}", TRIES, WHILE)
        except TooOftenError:
            form.add_error(None, _("Du har prøvd mange ganger. Vent ti minutter og prøv igjen."))
            status = 429
    if form.is_valid():
        sha256 = form.hash()
        found = checking.check(sha256)
    context = {"form": form, "found": found, "sha256": sha256, "is_answered": found is not None}
    return render(request, "reporting/report_check.html", context, status=status)
