"""Submitting a report, and the directorate's answer."""

from django.urls import URLPattern, path

from reporting.views import deciding, writing

urlpatterns: list[URLPattern] = [
    path("rapporter/<int:pk>/send-inn/", writing.report_submit, name="report_submit"),
    path("rapporter/<int:pk>/send-tilbake/", deciding.report_return, name="report_return"),
    path("rapporter/<int:pk>/godkjenn/", deciding.report_approve, name="report_approve"),
]
