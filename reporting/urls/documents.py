"""A report's documents, and what anyone may ask about them."""

from django.urls import URLPattern, path

from reporting.views import documents

urlpatterns: list[URLPattern] = [
    path("rapporter/sjekk/", documents.report_check, name="report_check"),
    path("rapporter/skjema/v2.json", documents.report_schema, name="report_schema"),
    path("rapporter/<int:pk>/dokumenter/", documents.report_documents, name="report_documents"),
    path(
        "rapporter/<int:pk>/dokumenter/<slug:kind>/",
        documents.document_download,
        name="document_download",
    ),
    path(
        "rapporter/<int:pk>/dokumenter/<slug:kind>/<slug:language>/",
        documents.document_download,
        name="document_download",
    ),
]
