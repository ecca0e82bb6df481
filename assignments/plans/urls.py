"""Addresses under `/tiltak/`."""

from django.urls import path

from assignments.plans.views import lists, one, writing

app_name = "plans"
urlpatterns = [
    path("", lists.assignment_list, name="assignment_list"),
    path("ny/", writing.assignment_new, name="assignment_new"),
    path("<int:pk>/", one.assignment_detail, name="assignment_detail"),
    path("<int:pk>/endre/", writing.assignment_edit, name="assignment_edit"),
    path("<int:pk>/sladd/", one.assignment_redact, name="assignment_redact"),
    path("<int:pk>/<int:year>/", writing.assignment_year, name="assignment_year"),
]
