"""The national summary."""

from django.urls import URLPattern, path

from reporting.views import national

urlpatterns: list[URLPattern] = [
    path("rapporter/landet/", national.national, name="national"),
    path("rapporter/landet/kilder/", national.national_sources, name="national_sources"),
    path("rapporter/landet/dokumenter/", national.national_documents, name="national_documents"),
    path(
        "rapporter/landet/dokumenter/<slug:kind>/",
        national.national_download,
        name="national_download",
    ),
]
