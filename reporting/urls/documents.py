"""A report's documents."""

from django.urls import URLPattern, path

from reporting.views import reading, writing

urlpatterns: list[URLPattern] = [
    path("rapporter/<int:pk>/dokumenter/", writing.report_documents, name="report_documents"),
    path(
        "rapporter/<int:pk>/dokumenter/<slug:kind>/",
        reading.document_download,
        name="document_download",
    ),
]
