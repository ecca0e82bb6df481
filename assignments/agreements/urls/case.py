"""The register of agreements, and what is done with one."""

from django.urls import path

from assignments.agreements.views import following, lists, one, signing, writing

urlpatterns = [
    path("", lists.agreement_list, name="agreement_list"),
    path("ny/", writing.agreement_new, name="agreement_new"),
    path("<int:pk>/", one.agreement_detail, name="agreement_detail"),
    path("<int:pk>/endre/", writing.agreement_edit, name="agreement_edit"),
    path("<int:pk>/slett/", writing.agreement_delete, name="agreement_delete"),
    path("<int:pk>/gjenopprett/", writing.agreement_restore, name="agreement_restore"),
    path("<int:pk>/send/", signing.agreement_offer, name="agreement_offer"),
    path("<int:pk>/dokument/", signing.agreement_paper, name="agreement_paper"),
    path("<int:pk>/trekk/", signing.agreement_withdraw, name="agreement_withdraw"),
    path("<int:pk>/underskrift/", signing.agreement_signature, name="agreement_signature"),
    path("<int:pk>/godkjenn/", signing.agreement_approve, name="agreement_approve"),
    path("<int:pk>/endring/", writing.agreement_amend, name="agreement_amend"),
    path("<int:pk>/avslutt/", following.agreement_end, name="agreement_end"),
    path("<int:pk>/forny/", following.agreement_renew, name="agreement_renew"),
    path("<int:pk>/mote/", following.agreement_meeting, name="agreement_meeting"),
    path("<int:pk>/kontroll/", following.agreement_verify, name="agreement_verify"),
    path("<int:pk>/saksnummer/", following.agreement_case_number, name="agreement_case_number"),
    path(
        "<int:pk>/forpliktelser/<int:commitment>/",
        following.commitment_done,
        name="commitment_done",
    ),
    path("<int:pk>/historikk/", one.agreement_history, name="agreement_history"),
    path("<int:pk>/sladd/", one.agreement_redact, name="agreement_redact"),
]
