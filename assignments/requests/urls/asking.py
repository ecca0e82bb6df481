"""Asking, also without an account."""

from django.urls import path

from assignments.requests.views import asking, confirming, drafts

urlpatterns = [
    path("ny/", asking.request_new, name="request_new"),
    path("utkast/lagre/", drafts.draft_save, name="draft_save"),
    path("utkast/<uuid:form_token>/slett/", drafts.draft_delete, name="draft_delete"),
    path("<slug:case_number>/bekreft/", confirming.request_confirm, name="request_confirm"),
    path("<slug:case_number>/ikke-fra-oss/", confirming.request_disown, name="request_disown"),
]
