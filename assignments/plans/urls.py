"""Addresses under `/tiltak/`."""

from django.urls import path

from assignments.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.assignment_list, name="assignment_list"),
    path("ny/", views.assignment_new, name="assignment_new"),
    path("<int:pk>/", views.assignment_detail, name="assignment_detail"),
    path("<int:pk>/endre/", views.assignment_edit, name="assignment_edit"),
    path("<int:pk>/sladd/", views.assignment_redact, name="assignment_redact"),
    path("<int:pk>/<int:year>/", views.assignment_year, name="assignment_year"),
]
