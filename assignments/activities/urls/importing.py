"""Importing activities from a sheet."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
