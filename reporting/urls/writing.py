"""Writing a report's texts."""

from django.urls import URLPattern, path

from reporting.views import writing

urlpatterns: list[URLPattern] = [
    path("rapporter/<int:pk>/om-aret/", writing.report_edit, name="report_edit"),
    path("rapporter/<int:pk>/tiltak/<int:entry_pk>/", writing.entry_edit, name="entry_edit"),
    path("rapporter/<int:pk>/sladd/", writing.report_redact, name="report_redact"),
]
