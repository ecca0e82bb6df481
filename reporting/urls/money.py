"""The accounts of a report, its checks, and municipalities that were not reached."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
