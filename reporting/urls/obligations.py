"""Due dates of reports, and their extensions."""

from django.urls import URLPattern, path

from reporting.views import obligations

urlpatterns: list[URLPattern] = [
    path("rapporter/frister/", obligations.obligation_list, name="obligation_list"),
    path("rapporter/frister/<int:pk>/", obligations.obligation_detail, name="obligation_detail"),
    path("rapporter/frister/<int:pk>/sok/", obligations.extension_ask, name="extension_ask"),
    path(
        "rapporter/frister/<int:pk>/vedtak/", obligations.extension_decide, name="extension_decide"
    ),
    path(
        "rapporter/frister/<int:pk>/sladd/", obligations.extension_redact, name="extension_redact"
    ),
]
