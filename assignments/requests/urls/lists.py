"""Lists: one's own requests, and others' in one's reach."""

from django.urls import path

from assignments.requests.views import lists, outline

urlpatterns = [
    path("", lists.request_list, name="request_list"),
    path("omradet/", outline.outline_list, name="outline_list"),
    path("omradet/<slug:case_number>/", outline.request_outline, name="request_outline"),
]
