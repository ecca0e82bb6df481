"""Addresses under /kartlegging/."""

from django.urls import URLPattern

app_name = "mapping"
urlpatterns: list[URLPattern] = []
