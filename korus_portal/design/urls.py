from django.urls import path

from korus_portal.design import views

app_name = "design"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("utseende/", views.choose_theme, name="theme"),
]
