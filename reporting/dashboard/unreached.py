"""Every municipality below brukt, with what the reader may see of needs and of why. Reads only.

Who sees what is asked of the models; a cell of what the reader may not see is a dash. That a
municipality was not reached is public, and is said whatever else the reader may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.access import own_municipalities, reached_ids, with_former
from assignments.coverage.models import Level
from assignments.needs.counts import OPEN
from assignments.needs.models import Need
from assignments.outreach.models import Approach, Contact
from korus_portal.accounts.access import Viewer, holds, is_directorate
from korus_portal.accounts.models import Role, User
from municipalities import structure
from municipalities.models import Municipality
from municipalities.structure import Chain
from reporting.dashboard import wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Coverage, Place
from reporting.dashboard.table import Cells
from reporting.models import AnnualReport, NotReached

# Of the reasons for which a municipality stood on the call list, the weightiest.
TOP = 2
HIDDEN = "–"
CALLERS = (Role.ADVISER, Role.LEADER, Role.GOVERNOR)


@dataclass
class Told:
    """What may be said of some municipalities in one column, by their id in the structure shown."""

    # None is every municipality.
    allowed: frozenset[int] | None = frozenset()
    texts: dict[int, str] = field(default_factory=dict)

    def is_open_for(self, place: int) -> bool:
        return self.allowed is None or place in self.allowed or place in self.texts

    def is_shown_for(self, places: Iterable[Place]) -> bool:
        """A column stands there for those who may see something of it."""
        return any(self.is_open_for(place.pk) for place in places)

    def cell(self, place: Place, nothing: str) -> str:
        if place.pk in self.texts:
            return self.texts[place.pk]
        return nothing if self.is_open_for(place.pk) else HIDDEN


@dataclass
class Needs(Told):
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Beside:
    """Needs, the call list, and what the centres' reports say."""

    needs: Needs = field(default_factory=Needs)
    calls: Told = field(default_factory=Told)
    reasons: Told = field(default_factory=Told)


@dataclass(frozen=True)
class Wanted:
    """Which of those not reached: never in contact, or with open needs that the reader may see."""

    never: bool = False
    needs: bool = False


def shown(found: Coverage, viewer: Viewer, cells: Cells, wanted: Wanted) -> dict[str, Any]:
    every, never = found.not_reached, never_in_contact(found.not_reached)
    beside = beside_of(found.choice, every, viewer)
    has_needs = beside.needs.is_shown_for(every)
    told = replace(wanted, needs=wanted.needs and has_needs)
    rows = never if told.never else every
    if told.needs:
        rows = [row for row in rows if beside.needs.counts.get(row.pk)]
    return {
        "unreached": body(rows, every, beside, cells),
        "unreached_count": len(every),
        "never_count": len(never),
        "shown_count": len(rows),
        "only_never": told.never,
        "narrowed": narrowed_sentence(len(rows), told),
        "needs_refused": wanted.needs and not has_needs,
        "has_needs": has_needs,
        "has_calls": beside.calls.is_shown_for(every),
        "has_reasons": beside.reasons.is_shown_for(every),
        "counts_only": is_directorate(viewer),
        "population_days": population_days(rows),
    }


def never_in_contact(places: Iterable[Place]) -> list[Place]:
    """Those of the denominator with neither contact nor use in any year up to the one shown."""
    own = (place for place in places if place.counts)
    return [
        place
        for place in own
        if place.last_contact_on is None and place.numbers.level < Level.CONTACTED
    ]


def narrowed_sentence(count: int, wanted: Wanted) -> str:
    """Which of them are shown; empty when it is all."""
    if not wanted.never and not wanted.needs:
        return ""
    reasons = [_("har aldri hatt kontakt")] if wanted.never else []
    reasons += [_("har åpne behov som du kan se")] if wanted.needs else []
    words = {"n": wording.number(count), "why": _(", og ").join(reasons)}
    if not count:
        return _("Ingen av dem %(why)s.") % words
    text = ngettext(
        "%(n)s av dem %(why)s. Bare den vises.", "%(n)s av dem %(why)s. Bare de vises.", count
    )
    return text % words


def beside_of(choice: Choice, places: list[Place], viewer: Viewer) -> Beside:
    """Three queries beside those of access; none for a visitor."""
    if not isinstance(viewer, User) or not places:
        return Beside()
    chain = structure.current_chain()
    reach = frozenset(reached_ids(viewer))
    return Beside(
        needs_of(choice, viewer, reach, chain),
        calls_of(choice, viewer, reach, chain),
        reasons_of(choice, viewer, chain),
    )


def at(chain: Chain, place: int, choice: Choice) -> int:
    """The place in the structure shown; its own id where a split leaves it undecided."""
    code = chain.codes.get(place)
    return place if code is None else chain.places[chain.at(code, choice.structure_day)].pk


def needs_of(choice: Choice, viewer: User, reach: frozenset[int], chain: Chain) -> Needs:
    """Open today. The directorate counts them all, and is not led to the rows."""
    counts_all = is_directorate(viewer)
    rows = Need.objects.open()
    if not counts_all:
        # What `visible_to` is, from the reach that the page has read already.
        rows = rows.filter(municipality__in=reach)
    counts: dict[int, int] = defaultdict(int)
    for place, city in rows.order_by().values_list("municipality", "municipality__parent"):
        counts[at(chain, city or place, choice)] += 1
    texts = {
        pk: wording.number(count) if counts_all else linked(count, pk, choice, chain)
        for pk, count in counts.items()
    }
    return Needs(None if counts_all else reach, texts, dict(counts))


def linked(count: int, place: int, choice: Choice, chain: Chain) -> str:
    """To the municipality's open needs, under today's number where that is the same place."""
    code = chain.codes.get(place, "")
    today = chain.at(code, choice.today) if code else ""
    if today and at(chain, chain.places[today].pk, choice) == place:
        code = chain.places[today].code
    query = urlencode({"kommune": code, "status": OPEN})
    return f'<a href="{escape(reverse("needs:need_list"))}?{escape(query)}">{count}</a>'


def calls_of(choice: Choice, viewer: User, reach: frozenset[int], chain: Chain) -> Told:
    """Reasons and the latest result from the call list up to the end of the year, never a note.

    One's own municipality sees what came of a call elsewhere, and not why it stood on a list.
    """
    if not holds(viewer, *CALLERS):
        return Told()
    latest = Contact.objects.filter(approach=OuterRef("pk"), day__year__lte=choice.year)
    latest = latest.order_by("-day", "-pk")
    rows = Approach.objects.visible_to(viewer).filter(doers(choice), taken_at__lt=after(choice))
    found = rows.order_by("taken_at", "pk").values_list(
        "municipality",
        "centre__short_name",
        "reasons",
        Subquery(latest.values("result")[:1]),
        Subquery(latest.values("day")[:1]),
    )
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for place, centre, why, result, day in found:
        texts[at(chain, place, choice)][centre] = call_text(centre, why, result, day)
    own = municipalities_of(viewer) if holds(viewer, Role.CONTACT) else set()
    return Told(reach - own, {pk: "<br>".join(said.values()) for pk, said in texts.items()})


def municipalities_of(viewer: User) -> set[int]:
    rows = Municipality.objects.filter(own_municipalities(viewer)).order_by()
    return with_former(set(rows.values_list("pk", flat=True)))


def call_text(centre: str, why: list[list[str]], result: str | None, day: date | None) -> str:
    """«KORUS Nord: fikk ikke svar 3. mars 2025. På lista fordi: …»"""
    said = _("tatt fra lista, ikke kontaktet ennå")
    if result and day:
        said = f"{Contact.Result(result).label} {day:%d.%m.%Y}"
    text = f"{centre}: {said}."
    if why:
        reasons = "; ".join(sentence.rstrip(".") for _component, sentence in why[:TOP])
        text = _("%(text)s På lista fordi: %(reasons)s.") % {"text": text, "reasons": reasons}
    return escape(text)


def doers(choice: Choice, prefix: str = "centre") -> Q:
    """Of the centres whose figures are shown."""
    if choice.centre is not None:
        return Q(**{prefix: choice.centre})
    found = Q(**{f"{prefix}__kind": choice.kind}) if choice.kind else Q()
    if choice.function:
        found &= Q(**{f"{prefix}__function": choice.function})
    return found


def after(choice: Choice) -> datetime:
    return timezone.make_aware(datetime.combine(date(choice.year + 1, 1, 1), time()))


def reasons_of(choice: Choice, viewer: User, chain: Chain) -> Told:
    """What the centres say in their reports for the year, where the reader may read the report."""
    reports = AnnualReport.objects.visible_to(viewer).living().filter(year=choice.year)
    reports = reports.filter(doers(choice)).order_by()
    rows = NotReached.objects.filter(report__in=reports.values("pk"))
    rows = rows.order_by("report__centre__short_name", "pk")
    labels = dict(NotReached.Reason.choices)
    said: dict[int, list[str]] = defaultdict(list)
    for place, centre, reason in rows.values_list(
        "municipality", "report__centre__short_name", "reason"
    ):
        said[at(chain, place, choice)].append(escape(f"{centre}: {labels[reason]}"))
    return Told(frozenset(), {pk: "<br>".join(texts) for pk, texts in said.items()})


def body(rows: list[Place], every: list[Place], beside: Beside, cells: Cells) -> SafeString:
    """The rows of templates/reporting/_coverage_unreached.html."""
    columns = [
        (told, escape(nothing), kind)
        for told, nothing, kind in (
            (beside.needs, "0", ' class="number"'),
            (beside.calls, _("ikke tatt fra lista"), ""),
            (beside.reasons, HIDDEN, ""),
        )
        if told.is_shown_for(every)
    ]
    made = "".join(
        f"<tr>{head(place, cells)}"
        + "".join(f"<td{kind}>{told.cell(place, nothing)}</td>" for told, nothing, kind in columns)
        + "</tr>"
        for place in rows
    )
    return mark_safe(made)  # noqa: S308 - every text is escaped


def head(place: Place, cells: Cells) -> str:
    """What everybody sees of a municipality."""
    before, end = cells.page
    return (
        f'<th scope="row"><a href="{before}{place.code}{end}">{escape(place.name)}</a></th>'
        f"<td>{cells.levels[place.numbers.level]}</td>"
        f"<td>{cells.day(place.last_contact_on)}</td>"
        f'<td class="number">{cells.activities(place)}</td>'
        f'<td class="number">{people(place)}</td><td>{cells.where(place)}</td>'
    )


def people(place: Place) -> str:
    if place.population is None:
        return escape(_("ikke kjent"))
    return escape(wording.number(place.population))


def population_days(places: Iterable[Place]) -> str:
    """Of which day the populations are: the nearest that is known (rule 25)."""
    ids = [place.pk for place in places if place.population is not None]
    rows = Municipality.objects.filter(pk__in=ids).exclude(population_date=None).order_by()
    days = rows.values_list("population_date", flat=True).distinct()
    written = [f"{day:%d.%m.%Y}" for day in sorted(day for day in days if day)]
    if len(written) > 1:
        return _("%(first)s til %(last)s") % {"first": written[0], "last": written[-1]}
    return "".join(written)
