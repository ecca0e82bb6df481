"""How the agreements are spread over the municipalities."""

from django.urls import path

from assignments.agreements.views import spread

urlpatterns = [
    path("spredning/", spread.agreement_spread, name="agreement_spread"),
    path("spredning/fil/", spread.agreement_spread_file, name="agreement_spread_file"),
]
