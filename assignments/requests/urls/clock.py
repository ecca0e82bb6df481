"""Interim replies, settings and feedback."""

from django.urls import path

from assignments.requests.views import clock, feedback, templates

urlpatterns = [
    path("over-fristen/", clock.overdue_list, name="overdue_list"),
    path("innstillinger/", clock.settings_list, name="settings_list"),
    path("innstillinger/<slug:code>/", clock.settings_edit, name="settings_edit"),
    path("maler/", templates.template_list, name="template_list"),
    path("maler/<slug:code>/<slug:language>/", templates.template_edit, name="template_edit"),
    path(
        "maler/<slug:code>/<slug:language>/tilbake/",
        templates.template_reset,
        name="template_reset",
    ),
    path(
        "uten-konto/sak/<str:key>/tilbakemelding/", feedback.guest_feedback, name="guest_feedback"
    ),
    path("<slug:case_number>/forelopig-svar/", clock.interim_reply, name="interim_reply"),
    path("<slug:case_number>/tilbakemelding/", feedback.request_feedback, name="request_feedback"),
]
