"""Gathering a report's figures."""

from django.urls import URLPattern, path

from reporting.views import figures

urlpatterns: list[URLPattern] = [
    path("rapporter/start/", figures.report_start, name="report_start"),
    path("rapporter/<int:pk>/hent-tall/", figures.report_refresh, name="report_refresh"),
]
