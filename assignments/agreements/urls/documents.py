"""The documents of an agreement, the page that checks one, and the archive package."""

from django.urls import path

from assignments.agreements.views import archive, checking, documents

urlpatterns = [
    path("sjekk/", checking.agreement_check, name="agreement_check"),
    path(
        "<int:pk>/versjon/<int:number>/<slug:kind>/",
        documents.document_made,
        name="document_made",
    ),
    path("<int:pk>/signert/<int:document>/", documents.document_signed, name="document_signed"),
    path("<int:pk>/arkivpakke/", archive.agreement_package, name="agreement_package"),
]
