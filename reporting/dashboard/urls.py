from django.urls import path

from reporting.dashboard.exports import views as exports
from reporting.dashboard.views.behind import coverage_places, coverage_rows
from reporting.dashboard.views.behind_files import coverage_places_file, coverage_rows_file
from reporting.dashboard.views.evenness import coverage_evenness
from reporting.dashboard.views.focus import coverage_focus
from reporting.dashboard.views.meeting import coverage_meeting
from reporting.dashboard.views.overview import coverage
from reporting.dashboard.views.rulebook import coverage_rules
from reporting.dashboard.views.unreached import coverage_unreached
from reporting.dashboard.views.work import coverage_stages, coverage_work
from reporting.dashboard.views.years import coverage_years

# Included by reporting.urls, so that the names stand in its namespace.
urlpatterns = [
    path("", coverage, name="coverage"),
    path("over-tid/", coverage_years, name="coverage_years"),
    path("fordeling/", coverage_evenness, name="coverage_evenness"),
    path("arbeid/", coverage_work, name="coverage_work"),
    path("arbeid/metoder/", coverage_stages, name="coverage_stages"),
    path("ikke-nadd/", coverage_unreached, name="coverage_unreached"),
    path("overlapp/", coverage_meeting, name="coverage_meeting"),
    path("regler/", coverage_rules, name="coverage_rules"),
    path("innsatskommuner/", coverage_focus, name="coverage_focus"),
    path("kommuner/", coverage_places, name="coverage_places"),
    path("rader/", coverage_rows, name="coverage_rows"),
    path("rader/eksport/<slug:kind>.<slug:form>", coverage_rows_file, name="coverage_rows_file"),
    path("kommuner/eksport.<slug:form>", coverage_places_file, name="coverage_places_file"),
    path("eksport.csv", exports.coverage_file, name="coverage_export"),
    path("eksport/<slug:figure>.<slug:form>", exports.coverage_file, name="coverage_file"),
    path("data/", exports.coverage_data, name="coverage_data"),
    path("data/katalog.jsonld", exports.coverage_catalogue, name="coverage_catalogue"),
]
