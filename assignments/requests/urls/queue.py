"""The leader's queue, numbers, saved filters and exports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
