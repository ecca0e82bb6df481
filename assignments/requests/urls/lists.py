"""Lists, numbers and the leader's queue."""

from django.urls import path

from assignments.requests.views import lists

urlpatterns = [
    path("", lists.request_list, name="request_list"),
]
