"""Addresses under `/samordning/`."""

from django.urls import path

from assignments.activities.views import overlaps

app_name = "overlaps"
urlpatterns = [
    path("", overlaps.overlap_list_page, name="overlap_list"),
    path("<int:pk>/<int:other>/", overlaps.overlap_decide, name="overlap_decide"),
    path("<int:pk>/<int:other>/angre/", overlaps.overlap_undo, name="overlap_undo"),
]
