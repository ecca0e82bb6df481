"""Versions and years of reports beside each other."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
