from django.urls import path

from assignments.requests import views

app_name = "requests"
urlpatterns = [
    path("", views.request_list, name="request_list"),
    path("ny/", views.request_new, name="request_new"),
    path("<slug:case_number>/", views.request_detail, name="request_detail"),
    path("<slug:case_number>/ta/", views.request_take, name="request_take"),
    path("<slug:case_number>/kan-bista/", views.request_accept, name="request_accept"),
    path("<slug:case_number>/kan-ikke-bista/", views.request_decline, name="request_decline"),
    path("<slug:case_number>/sladd/", views.request_redact, name="request_redact"),
]
