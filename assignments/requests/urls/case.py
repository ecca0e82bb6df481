"""One case, step by step."""

from django.urls import path

from assignments.requests.views import case

urlpatterns = [
    path("<slug:case_number>/", case.request_detail, name="request_detail"),
    path("<slug:case_number>/ta/", case.request_take, name="request_take"),
    path("<slug:case_number>/kan-bista/", case.request_accept, name="request_accept"),
    path("<slug:case_number>/kan-ikke-bista/", case.request_decline, name="request_decline"),
    path("<slug:case_number>/sladd/", case.request_redact, name="request_redact"),
]
