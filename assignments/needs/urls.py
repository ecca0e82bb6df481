"""Addresses under /behov/."""

from django.urls import path

from assignments.needs.views import lists, one, writing

app_name = "needs"
urlpatterns = [
    path("", lists.need_list, name="need_list"),
    path("nytt/", writing.need_new, name="need_new"),
    path("fylke/", lists.county_list, name="county_list"),
    path("oversikt/", lists.need_counts, name="need_counts"),
    path("oversikt/tall.csv", lists.counts_export, name="counts_export"),
    path("<int:pk>/", one.need_detail, name="need_detail"),
    path("<int:pk>/endre/", writing.need_edit, name="need_edit"),
    path("<int:pk>/grunnlag/", writing.need_evidence, name="need_evidence"),
    path("<int:pk>/svar/", one.need_speak, name="need_speak"),
    path("<int:pk>/enighet/", one.need_verdict, name="need_verdict"),
    path("<int:pk>/status/", one.need_status, name="need_status"),
    path("<int:pk>/sladd/", one.need_redact, name="need_redact"),
]
