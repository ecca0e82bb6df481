"""New, continued or changed (rule 30): what the report before says of a tiltak or a satsing."""

from collections.abc import Iterator
from dataclasses import dataclass

from assignments.plans.models import AssignmentYear
from reporting.models import AnnualReport, ReportEntry

Status = AssignmentYear.Status
# From this shape of figures on, reports tell of satsinger too.
TELLS_OF_INITIATIVES = 2


@dataclass(frozen=True)
class Previous:
    """What the centre's report before this year told of, by `ReportEntry.subject_key`."""

    year: int
    keys: frozenset[str]
    tells_of_initiatives: bool

    def knows(self, key: str) -> bool:
        """Whether the report before can say anything of the subject at all."""
        return self.tells_of_initiatives or key.startswith("t")


@dataclass(frozen=True)
class Contradiction:
    """An entry whose status says something else than the report before."""

    entry: ReportEntry
    # Marked as continued or changed and not in the report before; else the other way round.
    is_unheard_of: bool


def previous_report(centre_id: int, year: int) -> Previous | None:
    """The centre's newest report of an earlier year that the directorate has received."""
    received = AnnualReport.objects.filter(
        centre=centre_id, year__lt=year, received_at__isnull=False
    ).exclude(status=AnnualReport.Status.WITHDRAWN)
    newest = received.order_by("-year", "-number")
    found = newest.values_list("pk", "year", "figures__schema").first()
    if found is None:
        return None
    pk, of_year, schema = found
    entries = ReportEntry.objects.filter(report=pk).only("assignment_id", "initiative_id")
    keys = frozenset(entry.subject_key for entry in entries)
    return Previous(of_year, keys, (schema or 1) >= TELLS_OF_INITIATIVES)


def derived(key: str, previous: Previous | None) -> str:
    """What a status is where the leader has said nothing (rule 30); empty where nobody can know."""
    if previous is None or not previous.knows(key):
        return ""
    return Status.CONTINUED if key in previous.keys else Status.NEW


def contradictions(report: AnnualReport) -> Iterator[Contradiction]:
    """Entries that are called continued or changed but are not in the report before, and those
    called new that are. Three queries, however many there are."""
    previous = previous_report(report.centre_id, report.year)
    if previous is None:
        return
    entries = report.entries.exclude(status="").select_related("assignment", "initiative")
    for entry in entries:
        was_there = entry.subject_key in previous.keys
        is_new = entry.status == Status.NEW
        if previous.knows(entry.subject_key) and was_there == is_new:
            yield Contradiction(entry, is_unheard_of=not was_there)
