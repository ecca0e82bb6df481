"""The register of personal data: what is kept about whom, why, by whom, and for how long.

The privacy page is made from it, and a test refuses a model with personal fields that is not here.
"""

from korus_portal.pages.privacy.agreed import AGREED
from korus_portal.pages.privacy.people import PEOPLE
from korus_portal.pages.privacy.reports import REPORTS
from korus_portal.pages.privacy.traces import TRACES
from korus_portal.pages.privacy.work import WORK

REGISTER = [*PEOPLE, *WORK, *AGREED, *REPORTS, *TRACES]

# Fields that look personal and are not: the name or number belongs to an organisation or a place.
NOT_PERSONAL = {
    "grants.ApplicationLine",
    "grants.ApplicationLineHistory",
    "reporting.SharedCost",
    "reporting.SharedCostHistory",
    "plans.GoalIndicator",
    "plans.GoalIndicatorHistory",
    "accounts.Organisation",
    "municipalities.County",
    "municipalities.Municipality",
    "municipalities.CountyGovernor",
    "centres.Centre",
    "centres.CentreHistory",
    "auth.Permission",
    "auth.Group",
}


def registered_models() -> set[str]:
    return {model for entry in REGISTER for model in entry.models}
