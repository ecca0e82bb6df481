"""Addresses under /kommuner/register/."""

from django.urls import path

from municipalities.register import views

app_name = "register"
urlpatterns = [
    path("", views.update_list, name="update_list"),
    path("<int:pk>/", views.update_detail, name="update_detail"),
    path("<int:pk>/ta-i-bruk/", views.update_apply, name="update_apply"),
    path("<int:pk>/forkast/", views.update_discard, name="update_discard"),
]
