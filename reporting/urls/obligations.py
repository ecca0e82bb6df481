"""Due dates of reports, and their extensions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
