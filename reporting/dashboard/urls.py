from django.urls import path

from reporting.dashboard import views

# Included by reporting.urls, so that the names stand in its namespace.
urlpatterns = [
    path("", views.coverage, name="coverage"),
    path("kommuner/", views.coverage_places, name="coverage_places"),
    path("rader/", views.coverage_rows, name="coverage_rows"),
    path("eksport.csv", views.coverage_export, name="coverage_export"),
]
