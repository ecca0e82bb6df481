"""Every address of the portal. Addresses are Norwegian, names English."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

# One way in: a second factor, limits on guessing and the trail hold for the operator too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("konto/", include("korus_portal.pages.users.urls")),
    path("konto/spor/", include("korus_portal.audit.urls")),
    # The address is the name one signs in by: the administrator changes it, not allauth's page.
    path("konto/email/", RedirectView.as_view(pattern_name="pages:account")),
    path("konto/", include("allauth.urls")),
    path("henvendelser/", include("assignments.requests.urls")),
    path("aktiviteter/", include("assignments.activities.urls")),
    path("samordning/dialoger/", include("assignments.dialogues.urls")),
    path("samordning/", include("assignments.activities.urls.overlaps")),
    path("tiltak/", include("assignments.plans.urls")),
    path("kommuner/register/", include("municipalities.register.urls")),
    path("indikatorer/", include("municipalities.indicators.urls")),
    path("undersokelser/", include("assignments.surveys.urls")),
    path("kartlegging/", include("assignments.mapping.urls")),
    path("behov/", include("assignments.needs.urls")),
    path("bor-kontaktes/", include("assignments.outreach.urls")),
    path("informasjonsrunder/", include("assignments.rounds.urls")),
    path("avtaler/", include("assignments.agreements.urls")),
    path("tilbakemelding/", include("assignments.feedback.urls")),
    path("tilskudd/", include("centres.grants.urls")),
    path("varsler/", include("korus_portal.notifications.urls")),
    path("jobber/", include("korus_portal.jobs.urls")),
    path("komponenter/", include("korus_portal.design.urls")),
    path("sprak/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("reporting.urls")),
    path("", include("centres.urls")),
    path("", include("korus_portal.pages.urls")),
]
