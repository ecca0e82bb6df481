"""The register of agreements, and what is done with one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
