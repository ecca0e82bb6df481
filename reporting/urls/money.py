"""The accounts of a report, its checks, and municipalities that were not reached."""

from django.urls import URLPattern, path

from reporting.views import checks, money

MONEY = "rapporter/<int:pk>/regnskap/"

urlpatterns: list[URLPattern] = [
    path(MONEY, money.account_list, name="accounts"),
    path(f"{MONEY}arsverk/", money.year_edit, name="year_edit"),
    path(f"{MONEY}delt-kostnad/", money.cost_new, name="cost_new"),
    path(f"{MONEY}delt-kostnad/<int:cost_pk>/", money.cost_edit, name="cost_edit"),
    path(f"{MONEY}delt-kostnad/<int:cost_pk>/fjern/", money.cost_remove, name="cost_remove"),
    path(f"{MONEY}<int:account_pk>/", money.account_edit, name="account_edit"),
    path(
        f"{MONEY}<int:account_pk>/revisorbekreftelse/",
        money.account_statement,
        name="account_statement",
    ),
    path("rapporter/<int:pk>/ikke-nadd/", checks.unreached, name="unreached"),
    path("rapporter/<int:pk>/kontroll/", checks.report_checks, name="report_checks"),
    path("rapporter/<int:pk>/kontroll/la-sta/", checks.check_waive, name="check_waive"),
    path(
        "rapporter/<int:pk>/kontroll/<int:waiver_pk>/ta-tilbake/",
        checks.waiver_end,
        name="waiver_end",
    ),
]
