"""Addresses under `/avtaler/`."""

from assignments.agreements.urls import case, documents, spread

app_name = "agreements"
urlpatterns = [*spread.urlpatterns, *documents.urlpatterns, *case.urlpatterns]
