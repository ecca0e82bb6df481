"""The texts of a round in which somebody may have named a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.rounds.models import InformationRound, InformationRow
from korus_portal.notifications.redaction import is_left

COLUMNS = ("title", "receiver", "deleted_reason")
ROW_COLUMNS = ("receiver", "reason")
DOCUMENT = "document"


@dataclass(frozen=True)
class Text:
    """One text to take out; the same words in several rows are one."""

    key: str
    label: str
    text: str
    column: str = ""
    is_in_rows: bool = False


def texts_of(information_round: InformationRound) -> list[Text]:
    """The texts that are left, and the document."""
    found = [*_own(information_round), *_of_rows(information_round)]
    document = information_round.document
    if document is not None:
        found.append(Text(DOCUMENT, _("Dokumentet"), document.name))
    return [text for text in found if is_left(text.text)]


def _own(information_round: InformationRound) -> Iterator[Text]:
    for column in COLUMNS:
        label = information_round._meta.get_field(column).verbose_name  # type: ignore[union-attr]
        yield Text(column, capfirst(str(label)), getattr(information_round, column), column)


def _of_rows(information_round: InformationRound) -> Iterator[Text]:
    for column in ROW_COLUMNS:
        name = InformationRow._meta.get_field(column).verbose_name  # type: ignore[union-attr]
        rows = information_round.rows.order_by("pk").values_list("pk", column)
        first = {text: pk for pk, text in reversed(rows)}
        for text, pk in sorted(first.items(), key=lambda item: item[1]):
            label = _("%(column)s hos mottaker: «%(text)s»") % {"column": name, "text": text}
            yield Text(f"{column}-{pk}", capfirst(label), text, column, is_in_rows=True)
