"""Addresses under `/informasjonsrunder/`."""

from django.urls import path

from assignments.rounds.views import lists, one, writing

app_name = "rounds"
urlpatterns = [
    path("", lists.round_list, name="round_list"),
    path("ny/", writing.round_new, name="round_new"),
    path("<int:pk>/", lists.round_detail, name="round_detail"),
    path("<int:pk>/dokument/", lists.round_document, name="round_document"),
    path("<int:pk>/historikk/", lists.round_history, name="round_history"),
    path("<int:pk>/rett/", writing.round_edit, name="round_edit"),
    path("<int:pk>/mottakere/", writing.recipients_add, name="recipients_add"),
    path("<int:pk>/levering/", one.rows_change, name="rows_change"),
    path("<int:pk>/slett/", one.round_delete, name="round_delete"),
    path("<int:pk>/gjenopprett/", one.round_restore, name="round_restore"),
    path("<int:pk>/sladd/", one.round_redact, name="round_redact"),
]
