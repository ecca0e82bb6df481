"""Messages, notes, attachments and the case as a file."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
