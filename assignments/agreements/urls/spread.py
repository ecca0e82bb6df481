"""How the agreements are spread over the municipalities."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
