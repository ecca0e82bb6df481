"""Addresses under `/tiltak/`."""

from django.urls import path

from assignments.plans.views import (
    lists,
    methods,
    one,
    partners,
    removing,
    rows,
    statements,
    writing,
)

app_name = "plans"
urlpatterns = [
    path("", lists.assignment_list, name="assignment_list"),
    path("ny/", writing.assignment_new, name="assignment_new"),
    path("metoder/", methods.method_list, name="method_list"),
    path("metoder/ny/", methods.method_new, name="method_new"),
    path("uttalelser/", statements.statement_list, name="statement_list"),
    path("uttalelser/<int:pk>/", statements.statement_answer, name="statement_answer"),
    path("uttalelser/<int:pk>/fil/", statements.statement_file, name="statement_file"),
    path("<int:pk>/", one.assignment_detail, name="assignment_detail"),
    path("<int:pk>/endre/", writing.assignment_edit, name="assignment_edit"),
    path("<int:pk>/sladd/", one.assignment_redact, name="assignment_redact"),
    path("<int:pk>/slett/", removing.assignment_delete, name="assignment_delete"),
    path("<int:pk>/gjenopprett/", removing.assignment_restore, name="assignment_restore"),
    path("<int:pk>/historikk/", one.assignment_history, name="assignment_history"),
    path("<int:pk>/implementering/", rows.step_list, name="step_list"),
    path("<int:pk>/sentre/", partners.partners_ask, name="partners_ask"),
    path("<int:pk>/sentre/<int:partner>/svar/", partners.partner_answer, name="partner_answer"),
    path("<int:pk>/sentre/<int:partner>/avslutt/", partners.partner_leave, name="partner_leave"),
    path("<int:pk>/redegjorelser/<slug:kind>/", statements.statement_edit, name="statement_edit"),
    path("<int:pk>/<int:year>/", writing.assignment_year, name="assignment_year"),
    path("<int:pk>/<slug:kind>/ny/", rows.row_new, name="row_new"),
    path("<int:pk>/<slug:kind>/<int:row>/", rows.row_edit, name="row_edit"),
    path("<int:pk>/<slug:kind>/<int:row>/fjern/", rows.row_remove, name="row_remove"),
    path("<int:pk>/<slug:kind>/<int:row>/sladd/", rows.row_redact, name="row_redact"),
]
