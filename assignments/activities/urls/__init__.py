"""Addresses under `/aktiviteter/`, by what they are about."""

from assignments.activities.urls import calendar, importing, lists, sharing, writing

app_name = "activities"
urlpatterns = [
    *lists.urlpatterns,
    *importing.urlpatterns,
    *calendar.urlpatterns,
    *writing.urlpatterns,
    *sharing.urlpatterns,
]
