"""Importing activities from a sheet."""

from django.urls import path

from assignments.activities.views import importing

urlpatterns = [
    path("importer/", importing.import_list, name="import_list"),
    path("importer/mal.<str:ending>", importing.import_template, name="import_template"),
    path("importer/<int:pk>/", importing.import_detail, name="import_detail"),
    path("importer/<int:pk>/les/", importing.import_read, name="import_read"),
    path("importer/<int:pk>/ta-inn/", importing.import_apply, name="import_apply"),
    path("importer/<int:pk>/forkast/", importing.import_discard, name="import_discard"),
]
