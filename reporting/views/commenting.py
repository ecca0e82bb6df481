"""Comments on a report: all of them, a new one, an answer, settled or not."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from korus_portal.accounts.http import AuthenticatedRequest
from reporting import comments, tabs, targets
from reporting.actions import commenting
from reporting.forms.commenting import CommentForm, ReplyForm
from reporting.models import AnnualReport, ReportComment
from reporting.targets import Target
from reporting.views.fetching import crumbs, get_report


@require_GET
def report_comments(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return show_comments(request, get_report(request, pk))


def show_comments(
    request: AuthenticatedRequest,
    report: AnnualReport,
    form: CommentForm | ReplyForm | None = None,
) -> HttpResponse:
    """With a form that was refused, what was typed stands in it."""
    shown = comments.page(
        report, request.user, request.GET.get("vis", ""), request.GET.get("gjelder", "")
    )
    start = {"target": shown["target"] or targets.WHOLE}
    own = CommentForm(known=shown["known"], audiences=shown["audiences"], initial=start)
    context = {
        **shown,
        "report": report,
        "form": form or own,
        "crumbs": crumbs(report, _("Kommentarer")),
        "tabs": tabs.of_report(report, "report_comments"),
    }
    return render(request, "reporting/report_comments.html", context, status=422 if form else 200)


@require_POST
def comment_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    report = get_report(request, pk)
    audiences = comments.audiences_for(request.user, report)
    if not audiences:
        raise PermissionDenied
    known = targets.targets(report)
    form = CommentForm(request.POST, known=known.values(), audiences=audiences)
    if not form.is_valid():
        return show_comments(request, report, form)
    target = known[form.cleaned_data["target"]]
    audience, text = form.cleaned_data["audience"], form.cleaned_data["text"]
    commenting.add_comment(
        report=report, target=target, audience=audience, text=text, by=request.user
    )
    messages.success(request, _("Kommentaren er lagt til."))
    return redirect(back(request, report))


@require_POST
def comment_reply(request: AuthenticatedRequest, pk: int, comment_pk: int) -> HttpResponse:
    report = get_report(request, pk)
    comment = get_comment(request, report, comment_pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return show_comments(request, report, form)
    target = targets.targets(report).get(comment.target) or whole(report)
    commenting.reply(
        comment=comment, target=target, text=form.cleaned_data["text"], by=request.user
    )
    messages.success(request, _("Svaret er lagt til."))
    return redirect(back(request, report))


@require_POST
def comment_resolve(request: AuthenticatedRequest, pk: int, comment_pk: int) -> HttpResponse:
    report = get_report(request, pk)
    comment = get_comment(request, report, comment_pk)
    commenting.resolve(comment=comment, by=request.user, is_open="open" in request.POST)
    return redirect(back(request, report))


def get_comment(
    request: AuthenticatedRequest, report: AnnualReport, comment_pk: int
) -> ReportComment:
    visible = ReportComment.objects.visible_to(request.user).filter(report=report)
    return get_object_or_404(visible, pk=comment_pk)


def whole(report: AnnualReport) -> Target:
    return Target(targets.WHOLE, str(report), report.get_absolute_url())


def back(request: AuthenticatedRequest, report: AnnualReport) -> str:
    """To the text that the comment stands beside, when it was written there."""
    part = targets.find_part(report, request.POST.get("beside", ""))
    page = targets.comments_url(report)
    return f"{part.href}#kommentarer" if part else page
