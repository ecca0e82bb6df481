from django.urls import path

from korus_portal.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notice_list, name="notice_list"),
    path("lest/", views.notices_read, name="notices_read"),
    path("valg/", views.choices, name="choices"),
    path("utboks/", views.outbox, name="outbox"),
    path("utboks/igjen/", views.letters_retry, name="letters_retry"),
    path("utboks/adresse/<int:pk>/", views.address_clear, name="address_clear"),
    path("<int:pk>/", views.notice_open, name="notice_open"),
]
