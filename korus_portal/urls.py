"""Every address of the portal. Addresses are Norwegian, names English."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns  # noqa: F401
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from django.contrib.auth.decorators import login_not_required

LATER = [
    ("henvendelser/", "assignments.requests.urls"),
    ("aktiviteter/", "assignments.activities.urls"),
    ("tiltak/", "assignments.plans.urls"),
    ("", "reporting.urls"),
    ("", "centres.urls"),
]

urlpatterns = [
    path("konto/", include("korus_portal.pages.users.urls")),
    path("konto/spor/", include("korus_portal.audit.urls")),
    path("konto/email/", RedirectView.as_view(pattern_name="pages:account")),
    path("konto/", include("allauth.urls")),
    path("jobber/", include("korus_portal.jobs.urls")),
    path("komponenter/", include("korus_portal.design.urls")),
    *[path(prefix, include(name)) for prefix, name in LATER if find_spec(name)],
    path("sprak/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("korus_portal.pages.urls")),
]
