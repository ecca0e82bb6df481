"""Addresses under `/aktiviteter/`."""

from django.urls import path

from assignments.activities import views

app_name = "activities"
urlpatterns = [
    path("", views.activity_list, name="activity_list"),
    path("ny/", views.activity_new, name="activity_new"),
    path("eksport/", views.activity_export, name="activity_export"),
    path("<int:pk>/", views.activity_detail, name="activity_detail"),
    path("<int:pk>/endre/", views.activity_edit, name="activity_edit"),
    path("<int:pk>/bekreft/", views.activity_confirm, name="activity_confirm"),
    path("<int:pk>/slett/", views.activity_delete, name="activity_delete"),
    path("<int:pk>/gjenopprett/", views.activity_restore, name="activity_restore"),
    path("<int:pk>/sladd/", views.activity_redact, name="activity_redact"),
]
