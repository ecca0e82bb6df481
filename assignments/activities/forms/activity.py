"""What a person at a centre enters about an activity: one page, made for a phone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import BoundField
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.activities.by_place import read_by_place
from assignments.activities.forms.activity_fields import ActivityFields, HoursField
from assignments.activities.forms.activity_initial import initial_of_new, initial_of_stored
from assignments.activities.forms.activity_numbers import NumbersForm, advisers_of
from assignments.activities.models import Activity
from assignments.activities.presets import (
    FOLLOWING,
    from_tiltak,
    is_untouched,
    read_given,
    recent_assignments,
    usual_places,
)
from assignments.activities.values import (
    ActivityValues,
    kind_choices,
    member_of,
    people_of,
)
from assignments.plans.choices import CentreRole, CoursePhase, Education, LifeStage
from assignments.plans.forms import main_first, tasks_on_offer, themes_on_offer
from assignments.plans.models import Assignment
from assignments.plans.places import places_named
from assignments.plans.rules import own_centres
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality

__all__ = ["ActivityForm", "HoursField"]
EARLIEST = date(2000, 1, 1)
RECEIVERS = (
    Organisation.Kind.COUNTY_AUTHORITY,
    Organisation.Kind.HEALTH_TRUST,
    Organisation.Kind.CLINIC,
    Organisation.Kind.CHILD_WELFARE,
    Organisation.Kind.USER_ORGANISATION,
    Organisation.Kind.VOLUNTARY,
    Organisation.Kind.UNIVERSITY,
)


class ActivityForm(NumbersForm, ActivityFields):
    """An activity. `stored` is the one being changed, None for a new one."""

    # The fields that most activities do without, folded away on the page.
    FOLDED = (
        "title",
        "attendances_by_place",
        "other_themes",
        "ends_on",
        "more_dates",
        "is_national_event",
    )
    TOGETHER = ("partners", "organisations", "evaluation")
    TEACHING = ("institution", "education", "study_credits")
    named: dict[Municipality, int | None]

    def __init__(
        self, data: Any = None, *, user: User, stored: Activity | None = None, preset: Any = ()
    ) -> None:
        """`preset` is what a new form holds from the start, by the link that led to it."""
        known = dict(preset)
        initial = initial_of_stored(stored) if stored else self.new_initial(user, known)
        super().__init__(data, initial={**initial, **known})
        self.stored, self.named, self.user = stored, {}, user
        self.day = self.shown_day()
        self.offer_centres([stored.centre] if stored else list(own_centres(user)))
        self.offer_numbers(advisers_of(self.centres, stored))
        self.offer_closed_lists()
        self.offer_assignments()
        self.offer_others()
        places: Any = self.fields["municipalities"]
        chosen = self["municipalities"].value() or ()
        places.offer(on=self.day, first=usual_places(user), also=chosen)

    def new_initial(self, user: User, known: dict[str, Any]) -> dict[str, Any]:
        """What is named in the address goes before the tiltak, and that before last time."""
        assignment = known.get("assignment")
        return initial_of_new(user, assignment if isinstance(assignment, Assignment) else None)

    def shown_day(self) -> date:
        """The day that decides what can be chosen; today where none is given yet."""
        value = self["starts_on"].value()
        try:
            day = value if isinstance(value, date) else parse_date(value or "")
        except ValueError:
            day = None
        return day or timezone.localdate()

    def offer_centres(self, centres: list[Centre]) -> None:
        """Only who works at several centres is asked which one; an activity never moves."""
        self.centres = centres
        if len(centres) == 1:
            del self.fields["centre"]
        else:
            self.offer("centre", Centre.objects.filter(pk__in=[centre.pk for centre in centres]))

    def offer_closed_lists(self) -> None:
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Velg type")), *kind_choices()]
        themes = themes_on_offer(self.stored.themes.all() if self.stored else ())
        self.offer("main_theme", themes)
        self.offer("other_themes", themes)
        task = self.stored.mandate_task if self.stored else None
        self.offer("mandate_task", tasks_on_offer(self.centres, task))

    def offer_assignments(self) -> None:
        """Those that the person has used lately stand first."""
        running = self.running_assignments()
        self.offer("assignment", running)
        field: Any = self.fields["assignment"]
        own = {centre.pk for centre in self.centres}
        labels = {
            row.pk: row.title if row.centre_id in own else f"{row.title} ({row.centre.short_name})"
            for row in running.select_related("centre")
        }
        recent = [(pk, labels[pk]) for pk in recent_assignments(self.user) if pk in labels]
        groups: list[Any] = [("", field.empty_label)]
        if recent:
            groups.append((_("Sist brukt"), recent))
            groups.append((_("Andre tiltak"), [one for one in labels.items() if one not in recent]))
        else:
            groups += labels.items()
        field.choices = groups

    def offer_others(self) -> None:
        own = [centre.pk for centre in self.centres]
        centres = Centre.objects.active(on=self.day).exclude(pk__in=own)
        rows = self.stored.partners.all() if self.stored else ()
        asked = Centre.objects.filter(pk__in=[row.centre_id for row in rows])
        self.offer("partners", (centres | asked).order_by("short_name"))
        organisations = Organisation.objects.filter(kind__in=RECEIVERS)
        self.offer("organisations", organisations.order_by("kind", "name"))
        if self.stored:
            del self.fields["more_dates"]

    def running_assignments(self) -> QuerySet[Assignment]:
        """The tiltak of the day's year that the centres may use, and the one already chosen."""
        usable = Assignment.objects.usable_by(self.centres).running_in(self.day.year)
        chosen = Q(pk=self.stored.assignment_id if self.stored else None)
        rows = Assignment.objects.filter(Q(pk__in=usable.values("pk")) | chosen)
        return rows.order_by("title", "pk")

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def bound(self, names: Iterable[str]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def folded(self) -> list[BoundField]:
        return self.bound(self.FOLDED)

    @property
    def has_folded_content(self) -> bool:
        """Open the fold where there is something to see or to mend."""
        return has_content(self.folded)

    @property
    def following(self) -> list[BoundField]:
        """What follows the tiltak, the theme apart, which is always in sight."""
        return self.bound(FOLLOWING[1:])

    @property
    def has_following_errors(self) -> bool:
        return any(field.errors for field in self.following)

    @property
    def together(self) -> list[BoundField]:
        return self.bound(self.TOGETHER)

    @property
    def has_together_content(self) -> bool:
        return has_content([*self.together, *self.adviser_fields])

    @property
    def has_numbers(self) -> bool:
        return has_content([*self.sector_fields, *self.role_fields])

    @property
    def teaching(self) -> list[BoundField]:
        return self.bound(self.TEACHING)

    @property
    def is_confirming(self) -> bool:
        is_confirmed = self.stored and self.stored.status == Activity.Status.CONFIRMED
        return bool(is_confirmed) or self.data.get("do") == "confirm"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.check_days()
        self.check_assignment()
        self.let_presets_give_way()
        if self.is_confirming and cleaned.get("kind") == Activity.Kind.DIALOGUE_MEETING:
            self.require_result()
        if cleaned.get("starts_on"):
            self.check_places(cleaned["starts_on"])
        self.check_numbers()
        return cleaned

    def check_days(self) -> None:
        cleaned = self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and first < EARLIEST:
            self.add_error("starts_on", _("Datoen er for langt tilbake."))
        if first and last and last < first:
            self.add_error("ends_on", _("Sluttdatoen er før datoen aktiviteten begynte."))
        if any(day < EARLIEST for day in cleaned.get("more_dates") or ()):
            self.add_error("more_dates", _("Datoen er for langt tilbake."))

    def check_assignment(self) -> None:
        cleaned = self.cleaned_data
        assignment, centre = cleaned.get("assignment"), cleaned.get("centre")
        if assignment is None:
            return
        if centre and not Assignment.objects.usable_by([centre]).filter(pk=assignment.pk).exists():
            self.add_error("assignment", _("Tiltaket hører til et annet senter."))
        outside = [day for day in cleaned.get("more_dates") or () if not runs(assignment, day)]
        if outside:
            text = _("Tiltaket går ikke i året som %s hører til.")
            self.add_error("more_dates", text % date_format(outside[0], "j. F Y"))

    def let_presets_give_way(self) -> None:
        """A tiltak chosen without JavaScript: what last time gave is not what was typed."""
        cleaned = self.cleaned_data
        given, assignment = read_given(cleaned.get("presets", "")), cleaned.get("assignment")
        if assignment is None or given.by == str(assignment.pk):
            return
        for name in from_tiltak(assignment):
            if name in cleaned and is_untouched(self.data, given, name):
                cleaned[name] = None if name in ("main_theme", "mandate_task") else ""

    def require_result(self) -> None:
        if not self.cleaned_data.get("result") and "result" not in self.errors:
            self.add_error("result", _("Skriv resultatet, eller lagre dialogmøtet som utkast."))

    def check_places(self, day: date) -> None:
        """The municipalities as they were on the day, and the numbers beside them."""
        cleaned = self.cleaned_data
        codes = cleaned.get("municipalities", ())
        try:
            places = places_named(codes, on=day)
        except ValidationError as error:
            self.add_error("municipalities", error)
            return
        for other in cleaned.get("more_dates") or ():
            try:
                places_named(codes, on=other)
            except ValidationError as error:
                self.add_error("more_dates", error)
        try:
            self.named = read_by_place(cleaned.get("attendances_by_place", ""), places)
        except ValidationError as error:
            self.add_error("attendances_by_place", error)

    def check_numbers(self) -> None:
        """No group of those who took part is larger than all who did."""
        total = self.cleaned_data.get("attendances")
        if total is None:
            return
        by_place = sum(filter(None, self.named.values()))
        if by_place > total:
            text = _("Summen per kommune (%(sum)s) er større enn deltakelser i alt (%(total)s).")
            self.add_error("attendances_by_place", text % {"sum": by_place, "total": total})
        groups = (
            (self.sectors(), "sector", _("Summen etter sektor (%(sum)s) er større enn %(total)s.")),
            (self.roles(), "role", _("Summen etter rolle (%(sum)s) er større enn %(total)s.")),
        )
        for numbers, prefix, text in groups:
            if sum(numbers.values()) > total:
                name = f"{prefix}_{next(iter(numbers)).value}"
                self.add_error(name, text % {"sum": sum(numbers.values()), "total": total})

    @property
    def for_centre(self) -> Centre:
        chosen: Centre = self.cleaned_data.get("centre") or self.centres[0]
        return chosen

    @property
    def dates(self) -> list[date]:
        """The further ones of a series."""
        return self.cleaned_data.get("more_dates") or []

    def values(self) -> ActivityValues:
        cleaned = self.cleaned_data
        plain = ("title", "starts_on", "ends_on", "hours", "attendances", "is_national_event")
        as_typed = ("assignment", "mandate_task", "note", "receiving_service", "result")
        of_kind = ("evaluation", "institution", "study_credits")
        return ActivityValues(
            **{name: cleaned[name] for name in (*plain, *as_typed, *of_kind)},
            kind=Activity.Kind(cleaned["kind"]),
            form=Activity.Form(cleaned["form"]),
            themes=main_first(cleaned["main_theme"], cleaned["other_themes"]),
            municipalities=self.named,
            centre_role=member_of(CentreRole, cleaned["centre_role"]),
            course_phase=member_of(CoursePhase, cleaned["course_phase"]),
            life_stage=member_of(LifeStage, cleaned["life_stage"]),
            education=member_of(Education, cleaned["education"]),
            organisations=tuple(cleaned["organisations"]),
            partners=tuple(cleaned["partners"]),
            sectors=self.sectors(),
            roles=self.roles(),
            adviser_hours=self.hours_kept(),
        )

    def hours_kept(self) -> Any:
        """Hours per adviser that were entered before the centre turned them off stay."""
        if self.stored and not self.stored.centre.has_adviser_hours:
            return people_of(self.stored)["adviser_hours"]
        return self.hours_by_adviser() if self.for_centre.has_adviser_hours else {}


def has_content(fields: Iterable[BoundField]) -> bool:
    return any(field.value() or field.errors for field in fields)


def runs(assignment: Assignment, day: date) -> bool:
    """In the year of the day, as the list of tiltak has it."""
    ends = assignment.ends_on
    return assignment.starts_on.year <= day.year and (ends is None or day.year <= ends.year)
