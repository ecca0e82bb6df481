"""Gathering a report's figures."""

from django.urls import URLPattern, path

from reporting.views import writing

urlpatterns: list[URLPattern] = [
    path("rapporter/start/", writing.report_start, name="report_start"),
    path("rapporter/<int:pk>/hent-tall/", writing.report_refresh, name="report_refresh"),
]
