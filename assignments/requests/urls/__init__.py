"""Addresses under /henvendelser/. Fixed words come before case numbers."""

from assignments.requests.urls import asking, case, clock, dialogue, lists, queue

app_name = "requests"
urlpatterns = [
    *lists.urlpatterns,
    *queue.urlpatterns,
    *clock.urlpatterns,
    *asking.urlpatterns,
    *dialogue.urlpatterns,
    *case.urlpatterns,
]
