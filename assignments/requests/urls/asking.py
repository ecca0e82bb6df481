"""Asking, also without an account."""

from django.urls import path

from assignments.requests.views import asking, confirming, drafts, guests

urlpatterns = [
    path("ny/", asking.request_new, name="request_new"),
    path("utkast/lagre/", drafts.draft_save, name="draft_save"),
    path("utkast/<uuid:form_token>/slett/", drafts.draft_delete, name="draft_delete"),
    path("uten-konto/", guests.guest_new, name="guest_new"),
    path("uten-konto/sendt/", guests.guest_sent, name="guest_sent"),
    path("uten-konto/bekreft/<str:key>/", guests.guest_confirm, name="guest_confirm"),
    path("uten-konto/bekreft/<str:key>/ny-lenke/", guests.guest_renew, name="guest_renew"),
    path("uten-konto/sak/<str:key>/", guests.guest_case, name="guest_case"),
    path("uten-konto/sak/<str:key>/skriv/", guests.guest_write, name="guest_write"),
    path("uten-konto/sak/<str:key>/trekk/", guests.guest_withdraw, name="guest_withdraw"),
    path("<slug:case_number>/bekreft/", confirming.request_confirm, name="request_confirm"),
    path("<slug:case_number>/ikke-fra-oss/", confirming.request_disown, name="request_disown"),
]
