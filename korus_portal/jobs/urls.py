from django.urls import path

from korus_portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:pk>/", views.job_detail, name="job_detail"),
    path("<uuid:pk>/framdrift/", views.job_progress, name="job_progress"),
    path("<uuid:pk>/igjen/", views.job_retry, name="job_retry"),
]
