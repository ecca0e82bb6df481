from django.urls import path

from reporting.dashboard import views
from reporting.dashboard.exports import views as exports

# Included by reporting.urls, so that the names stand in its namespace.
urlpatterns = [
    path("", views.coverage, name="coverage"),
    path("kommuner/", views.coverage_places, name="coverage_places"),
    path("rader/", views.coverage_rows, name="coverage_rows"),
    path("eksport.csv", exports.coverage_file, name="coverage_export"),
    path("eksport/<slug:figure>.<slug:form>", exports.coverage_file, name="coverage_file"),
    path("data/", exports.coverage_data, name="coverage_data"),
    path("data/katalog.jsonld", exports.coverage_catalogue, name="coverage_catalogue"),
]
