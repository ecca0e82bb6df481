"""Reading reports, and the rows behind their figures."""

from django.urls import URLPattern, path

from reporting.views import reading

urlpatterns: list[URLPattern] = [
    path("rapporter/", reading.report_list, name="report_list"),
    path("rapporter/<int:pk>/", reading.report_detail, name="report_detail"),
    path(
        "rapporter/<int:pk>/rader/<str:group>/<str:key>/", reading.report_rows, name="report_rows"
    ),
]
