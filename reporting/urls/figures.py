"""A report's figures: gathered, shown, taken, and the rows behind them."""

from django.urls import URLPattern, path

from reporting.views import figures

urlpatterns: list[URLPattern] = [
    path("rapporter/start/", figures.report_start, name="report_start"),
    path("rapporter/<int:pk>/hent-tall/", figures.report_refresh, name="report_refresh"),
    path("rapporter/<int:pk>/tall/", figures.report_figures, name="report_figures"),
    path("rapporter/<int:pk>/tall/ta-i-bruk/", figures.figures_take, name="figures_take"),
    path(
        "rapporter/<int:pk>/rader/<str:group>/<str:key>/", figures.report_rows, name="report_rows"
    ),
    path(
        "rapporter/<int:pk>/satsing/<int:entry_pk>/status/",
        figures.initiative_status,
        name="initiative_status",
    ),
]
