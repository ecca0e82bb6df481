"""Approving a report, submitting it, and the directorate's answer."""

from django.urls import URLPattern, path

from reporting.views import approving, deciding

REPORT = "rapporter/<int:pk>"
urlpatterns: list[URLPattern] = [
    path("rapporter/vurderinger/", deciding.assessment_list, name="assessment_list"),
    path(f"{REPORT}/godkjenning/", approving.report_approval, name="report_approval"),
    path(f"{REPORT}/til-godkjenning/", approving.report_review, name="report_review"),
    path(
        f"{REPORT}/godkjenn-internt/",
        approving.report_approve_content,
        name="report_approve_content",
    ),
    path(f"{REPORT}/til-utkast/", approving.report_send_back, name="report_send_back"),
    path(f"{REPORT}/send-inn/", approving.report_submit, name="report_submit"),
    path(f"{REPORT}/kvittering/", approving.report_receipt, name="report_receipt"),
    path(f"{REPORT}/levert/", approving.report_hand_in, name="report_hand_in"),
    path(f"{REPORT}/trekk-tilbake/", approving.report_withdraw, name="report_withdraw"),
    path(f"{REPORT}/behandling/", deciding.report_decision, name="report_decision"),
    path(f"{REPORT}/behandling/<int:answer_pk>/", deciding.report_assess, name="report_assess"),
    path(f"{REPORT}/send-tilbake/", deciding.report_return, name="report_return"),
    path(f"{REPORT}/godkjenn/", deciding.report_approve, name="report_approve"),
    path(f"{REPORT}/gjenapne/", deciding.report_reopen, name="report_reopen"),
    path(f"{REPORT}/tillegg/", deciding.report_supplements, name="report_supplements"),
    path(f"{REPORT}/be-om-mer/", deciding.report_ask, name="report_ask"),
    path(
        f"{REPORT}/tillegg/<int:supplement_pk>/",
        deciding.supplement_answer,
        name="supplement_answer",
    ),
]
