"""Addresses of grants."""

from django.urls import path

from centres.grants.views import reading, writing

app_name = "grants"
urlpatterns = [
    path("", reading.grant_list, name="grant_list"),
    path("nytt/", writing.grant_new, name="grant_new"),
    path("<int:pk>/", reading.grant_detail, name="grant_detail"),
    path("<int:pk>/brev/", writing.letter_edit, name="letter_edit"),
    path("<int:pk>/brev/fil/", reading.letter_download, name="letter_download"),
    path("<int:pk>/soknad/", writing.application_edit, name="application_edit"),
    path("<int:pk>/soknad/fil/", reading.application_download, name="application_download"),
    path("<int:pk>/sladd/", writing.grant_redact, name="grant_redact"),
    path("<int:pk>/historikk/", reading.grant_history, name="grant_history"),
]
