"""Asking, also without an account."""

from django.urls import path

from assignments.requests.views import asking

urlpatterns = [
    path("ny/", asking.request_new, name="request_new"),
]
