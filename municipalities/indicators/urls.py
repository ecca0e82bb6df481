"""Addresses under /indikatorer/."""

from django.urls import path

from municipalities.indicators.views import batches, deciding, openings, pages

app_name = "indicators"
urlpatterns = [
    path("", pages.source_list, name="source_list"),
    path("import/", batches.batch_list, name="batch_list"),
    path("import/ny/", batches.batch_new, name="batch_new"),
    path("import/<int:pk>/", batches.batch_detail, name="batch_detail"),
    path("import/<int:pk>/kolonner/", batches.batch_columns, name="batch_columns"),
    path("import/<int:pk>/ta-i-bruk/", deciding.batch_apply, name="batch_apply"),
    path("import/<int:pk>/forkast/", deciding.batch_discard, name="batch_discard"),
    path("import/<int:pk>/trekk-tilbake/", deciding.batch_withdraw, name="batch_withdraw"),
    path("apninger/", openings.opening_list, name="opening_list"),
    path("apninger/ny/", openings.opening_new, name="opening_new"),
    path("apninger/<int:pk>/lukk/", openings.opening_end, name="opening_end"),
    path("<slug:code>/", pages.indicator_detail, name="indicator_detail"),
    path("<slug:code>/eksport.csv", pages.indicator_export, name="indicator_export"),
]
