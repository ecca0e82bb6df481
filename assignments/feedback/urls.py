"""Addresses under `/tilbakemelding/`. The link that is given out is the shortest of them."""

from django.urls import path

from assignments.feedback.views import answers, asking, results

app_name = "feedback"
urlpatterns = [
    path("", asking.form_list, name="form_list"),
    path("ny/", asking.form_new, name="form_new"),
    path("resultater/", results.results, name="results"),
    path("resultater.csv", results.results_csv, name="results_csv"),
    path("skjema/<int:pk>/", asking.form_detail, name="form_detail"),
    path("skjema/<int:pk>/ark/", asking.form_sheet, name="form_sheet"),
    path("skjema/<int:pk>/avslutt/", asking.form_close, name="form_close"),
    path("skjema/<int:pk>/send/", asking.form_send, name="form_send"),
    path(
        "skjema/<int:pk>/kommentar/<uuid:answer>/sladd/",
        asking.comment_redact,
        name="comment_redact",
    ),
    path("<str:key>/", answers.answer, name="answer"),
    path("<str:key>/takk/", answers.thanks, name="thanks"),
]
