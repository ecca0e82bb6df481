"""A report's entries, brought up to date with what was gathered.

Proposals are computed first, outside any lock; writing them happens under the lock of the
report's row. A text that a person has edited is never touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assignments.plans.models import AssignmentYear, InitiativeYear
from korus_portal.notifications.redaction import REDACTED
from reporting import wording
from reporting.figures import Figures, of_subject
from reporting.figures.told import standing_of
from reporting.gathering import YearRows
from reporting.models import AnnualReport, ReportEntry

FIELDS = ["status", "change_text", "brief", "proposed_brief", "figures", "version"]


@dataclass(frozen=True)
class Proposal:
    """What the portal knows of the year of one tiltak («t12») or satsing («s3»)."""

    subject_key: str
    status: str
    change_text: str
    brief: str
    figures: Figures

    def subject(self) -> dict[str, int]:
        """The columns of `ReportEntry` that name it."""
        column = "assignment_id" if self.subject_key.startswith("t") else "initiative_id"
        return {column: int(self.subject_key[1:])}


def propose(rows: YearRows) -> Iterator[Proposal]:
    """One proposal for each tiltak and satsing, in the active language. Asks the database for
    nothing."""
    names = {row.code: row.name for row in rows.places}
    for assignment in rows.assignments:
        key = f"t{assignment.pk}"
        paid = [row for row in rows.funding if row.assignment_id == assignment.pk]
        counted = of_subject(rows.by_assignment.get(assignment.pk, []), paid)
        said = standing_of(rows, key)
        brief = wording.propose_brief(assignment, said.status, rows.year, counted, names)
        yield Proposal(key, said.status, said.change_text, brief, counted)
    for initiative in rows.initiatives:
        key = f"s{initiative.pk}"
        counted = of_subject(rows.by_initiative.get(initiative.pk, []))
        said = standing_of(rows, key)
        brief = wording.propose_of_initiative(said.status, rows.year, counted, names)
        yield Proposal(key, said.status, said.change_text, brief, counted)


def refresh(report: AnnualReport, proposals: Iterable[Proposal]) -> None:
    """New figures, statuses and proposed texts for the entries that the report has."""
    by_key = {proposal.subject_key: proposal for proposal in proposals}
    stored = list(report.entries.select_for_update(of=("self",)))
    for entry, found in current(report, stored, by_key):
        fill(entry, found)
    ReportEntry.objects.bulk_update(stored, FIELDS, batch_size=200)


def current(
    report: AnnualReport, stored: Iterable[ReportEntry], by_key: Mapping[str, Proposal]
) -> Iterator[tuple[ReportEntry, Proposal]]:
    """Each entry with its proposal, of which what has been redacted meanwhile is taken out.

    To be called under the report's lock, which whoever redacts holds too: the proposals may have
    been gathered before that.
    """
    known = [entry for entry in stored if entry.subject_key in by_key]
    redacted = current_changes(report, known)
    for entry in known:
        found = by_key[entry.subject_key]
        change_text = redacted.get(entry.subject_key, found.change_text)
        brief = REDACTED if entry.proposed_brief == REDACTED else found.brief
        yield entry, replace(found, change_text=change_text, brief=brief)


def current_changes(report: AnnualReport, stored: Iterable[ReportEntry]) -> dict[str, str]:
    """What stands now for the tiltak and satsinger whose text is redacted."""
    redacted = [entry for entry in stored if entry.change_text == REDACTED]
    if not redacted:
        return {}
    tiltak = AssignmentYear.objects.filter(
        year=report.year, assignment__in=[entry.assignment_id for entry in redacted]
    ).values_list("assignment", "change_text")
    satsinger = InitiativeYear.objects.filter(
        centre=report.centre_id,
        year=report.year,
        initiative__in=[entry.initiative_id for entry in redacted if entry.initiative_id],
    ).values_list("initiative", "change_text")
    return {f"t{pk}": text for pk, text in tiltak} | {f"s{pk}": text for pk, text in satsinger}


def add_missing(report: AnnualReport, proposals: Iterable[Proposal]) -> None:
    """An entry for every tiltak and satsing of the year."""
    present = {entry.subject_key for entry in report.entries.only("assignment", "initiative")}
    new = []
    for proposal in proposals:
        if proposal.subject_key not in present:
            entry = ReportEntry(report=report, **proposal.subject())
            fill(entry, proposal)
            new.append(entry)
    ReportEntry.objects.bulk_create(new)


def drop_untouched(report: AnnualReport, keys: Iterable[str]) -> None:
    """Take away the entries of what no longer belongs in the report, unless a person wrote."""
    belonging = set(keys)
    gone = [entry for entry in report.entries.all() if entry.subject_key not in belonging]
    dropped = [entry.pk for entry in untouched(report, gone)]
    report.entries.filter(pk__in=dropped).delete()


def untouched(report: AnnualReport, stored: Iterable[ReportEntry]) -> list[ReportEntry]:
    """Those that no person has put anything in, saved or not."""
    typed = set(report.typed_texts.values_list("target", flat=True))
    return [
        entry
        for entry in stored
        if is_untouched(entry) and f"entry:{entry.subject_key}" not in typed
    ]


def is_untouched(entry: ReportEntry) -> bool:
    """Nobody has written in it, taken it on or said how far it has come."""
    is_own = entry.brief == entry.proposed_brief and not entry.extended
    return is_own and entry.owner_id is None and entry.state == ReportEntry.State.NOT_STARTED


def fill(entry: ReportEntry, proposal: Proposal) -> None:
    """Copy status and figures; replace the brief text only while it is the portal's own.

    A redacted proposal stays so: what it was made of may still hold what was taken out.
    """
    entry.status, entry.change_text = proposal.status, proposal.change_text
    entry.figures = proposal.figures
    if entry.proposed_brief == REDACTED:
        return
    if entry.brief == entry.proposed_brief and entry.brief != proposal.brief:
        entry.brief = proposal.brief
        entry.version += 1
    entry.proposed_brief = proposal.brief
