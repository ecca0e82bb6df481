"""The list and its files."""

from django.urls import path

from assignments.activities.views import lists

urlpatterns = [
    path("", lists.activity_list, name="activity_list"),
    path("eksport/", lists.activity_export, name="activity_export"),
]
