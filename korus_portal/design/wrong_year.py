"""A year in an address that cannot be shown: said at its field, and no rows stand under it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "invalid_choice": _("«%(value)s» er ikke et år som kan vises. Velg et av årene i lista.")
}


class RowsOfKnownYears:
    """For the filters of a list with a field `aar`: a wrong year narrows to nothing."""

    @property
    def qs(self) -> Any:
        above: Any = super()
        form: Any = self.form  # type: ignore[attr-defined]
        return above.qs.none() if "aar" in form.errors else above.qs
