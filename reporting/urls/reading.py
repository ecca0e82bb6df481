"""Reading reports."""

from django.urls import URLPattern, path

from reporting.views import reading

urlpatterns: list[URLPattern] = [
    path("rapporter/", reading.report_list, name="report_list"),
    path("rapporter/<int:pk>/", reading.report_detail, name="report_detail"),
    path("rapporter/<int:pk>/tekst/", reading.report_texts, name="report_texts"),
]
