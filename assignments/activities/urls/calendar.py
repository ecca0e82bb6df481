"""Calendar feeds."""

from django.urls import path

from assignments.activities.views import calendar

urlpatterns = [
    path("kalender/", calendar.feed_list, name="feed_list"),
    path("kalender/lag/", calendar.feed_make, name="feed_make"),
    path("kalender/avslutt/", calendar.feed_end, name="feed_end"),
    path("kalender/<str:key>.ics", calendar.feed, name="feed"),
]
