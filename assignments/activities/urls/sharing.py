"""Partners, linked events, overlaps and corrections."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
