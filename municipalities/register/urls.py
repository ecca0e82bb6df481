"""Addresses under /kommuner/register/."""

from django.urls import URLPattern

app_name = "register"
urlpatterns: list[URLPattern] = []
