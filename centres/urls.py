from django.urls import path

from centres import views

app_name = "centres"
urlpatterns = [
    path("sentre/<slug:code>/rediger/", views.centre_edit, name="centre_edit"),
]
