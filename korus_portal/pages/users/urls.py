from django.urls import path

from korus_portal.accounts.views import demo_sign_in
from korus_portal.pages.users import views

app_name = "accounts"
urlpatterns = [
    path("demo/", demo_sign_in, name="demo_sign_in"),
    path("brukere/", views.user_list, name="user_list"),
    path("brukere/inviter/", views.user_invite, name="user_invite"),
    path("brukere/<int:pk>/", views.user_detail, name="user_detail"),
    path("brukere/<int:pk>/rolle/", views.user_give_role, name="user_give_role"),
    path("brukere/<int:pk>/deaktiver/", views.user_deactivate, name="user_deactivate"),
    path("brukere/<int:pk>/aktiver/", views.user_reactivate, name="user_reactivate"),
    path("brukere/<int:pk>/ny-lenke/", views.user_resend, name="user_resend"),
    path("roller/<int:pk>/avslutt/", views.role_end, name="role_end"),
]
