"""Addresses under /undersokelser/."""

from django.urls import path

from assignments.surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.round_list, name="round_list"),
    path("kommuner/", views.place_list, name="place_list"),
    path("ny/", views.round_new, name="round_new"),
    path("<int:pk>/", views.round_detail, name="round_detail"),
    path("<int:pk>/endre/", views.round_edit, name="round_edit"),
    path("<int:pk>/oppgaver/", views.task_new, name="task_new"),
    path("<int:pk>/oppgaver/<int:task_pk>/", views.task_mark, name="task_mark"),
]
