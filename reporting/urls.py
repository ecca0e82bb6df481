"""Addresses of annual reports and of the coverage dashboard."""

from django.urls import URLPattern, URLResolver, include, path

from reporting.views import deciding, reading, writing

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("dekning/", include("reporting.dashboard.urls")),
    path("rapporter/", reading.report_list, name="report_list"),
    path("rapporter/start/", writing.report_start, name="report_start"),
    path("rapporter/<int:pk>/", reading.report_detail, name="report_detail"),
    path("rapporter/<int:pk>/om-aret/", writing.report_edit, name="report_edit"),
    path("rapporter/<int:pk>/tiltak/<int:entry_pk>/", writing.entry_edit, name="entry_edit"),
    path("rapporter/<int:pk>/hent-tall/", writing.report_refresh, name="report_refresh"),
    path("rapporter/<int:pk>/sladd/", writing.report_redact, name="report_redact"),
    path("rapporter/<int:pk>/send-inn/", writing.report_submit, name="report_submit"),
    path("rapporter/<int:pk>/send-tilbake/", deciding.report_return, name="report_return"),
    path("rapporter/<int:pk>/godkjenn/", deciding.report_approve, name="report_approve"),
    path(
        "rapporter/<int:pk>/rader/<str:group>/<str:key>/", reading.report_rows, name="report_rows"
    ),
    path("rapporter/<int:pk>/dokumenter/", writing.report_documents, name="report_documents"),
    path(
        "rapporter/<int:pk>/dokumenter/<slug:kind>/",
        reading.document_download,
        name="document_download",
    ),
]
