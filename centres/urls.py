from django.urls import path

from centres import views

app_name = "centres"
urlpatterns = [
    path("sentre/<slug:code>/rediger/", views.centre_edit, name="centre_edit"),
    path("sentre/<slug:code>/kontaktpersoner/", views.contact_people, name="contact_people"),
    path(
        "sentre/<slug:code>/kontaktpersoner/<int:pk>/fjern/",
        views.contact_person_end,
        name="contact_person_end",
    ),
]
