from django.urls import path

from korus_portal.pages.views import account, centre, front, municipality, municipality_page, texts

app_name = "pages"
urlpatterns = [
    path("", front.front_page, name="front"),
    path("finn/", front.find_centre, name="find_centre"),
    path("kommuner/", municipality.municipality_list, name="municipality_list"),
    path(
        "kommuner/<slug:code>/", municipality_page.municipality_detail, name="municipality_detail"
    ),
    path(
        "kommuner/<slug:code>/ark.pdf",
        municipality_page.municipality_sheet,
        name="municipality_sheet",
    ),
    path("sentre/", centre.centre_list, name="centre_list"),
    path("sentre/<slug:code>/", centre.centre_detail, name="centre_detail"),
    path("konto/", account.account, name="account"),
    path("om/", texts.about, name="about"),
    path("tilgjengelighet/", texts.accessibility, name="accessibility"),
    path("personvern/", texts.privacy_register, name="privacy"),
    path("healthz", texts.healthz, name="healthz"),
]
