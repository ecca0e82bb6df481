"""Interim replies, settings and feedback."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
