"""Where the pages of an import are, and the way up to them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities.indicators.models import Batch

Crumb = tuple[str, str | None]


def batch_path(batch: Batch) -> str:
    return reverse("indicators:batch_detail", args=[batch.pk])


def crumbs_of(batch: Batch | None = None, *, here: str = "") -> list[Crumb]:
    """Over the list of imports, and the batch, to this page."""
    found: list[Crumb] = [(_("Indikatorer"), reverse("indicators:source_list"))]
    is_list = batch is None and not here
    found.append((_("Import"), None if is_list else reverse("indicators:batch_list")))
    if batch is not None:
        found.append((batch.file_name, batch_path(batch) if here else None))
    return [*found, (here, None)] if here else found
