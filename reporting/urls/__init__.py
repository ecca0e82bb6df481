"""Addresses of annual reports and of the coverage dashboard, one module for each part."""

from django.urls import URLPattern, URLResolver, include, path

from reporting.urls import (
    comparing,
    deciding,
    documents,
    figures,
    money,
    national,
    obligations,
    reading,
    writing,
)

app_name = "reporting"
PARTS = [
    obligations,
    national,
    documents,
    reading,
    figures,
    writing,
    money,
    deciding,
    comparing,
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("dekning/", include("reporting.dashboard.urls")),
    *(pattern for part in PARTS for pattern in part.urlpatterns),
]
