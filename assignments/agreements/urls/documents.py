"""The documents of an agreement, the page that checks one, and the archive package."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
