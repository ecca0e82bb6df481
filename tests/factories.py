"""Test data. Deterministic; `.create()` is typed; nothing here is about a real person."""

from datetime import date
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assignments.activities.models import Activity, ActivityMunicipality, ActivityTheme
from assignments.plans.models import Assignment, AssignmentTheme
from assignments.requests.models import Holder, SupportRequest
from centres.models import Catchment, Centre, CentreField, MandateTask
from korus_portal.accounts.models import Membership, Organisation, Role, User
from municipalities.models import County, CountyGovernor, Municipality, Theme

PASSWORD = "en lang frase for prøver"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    kind = Organisation.Kind.CENTRE
    name = factory.Sequence(lambda n: f"Organisasjon {n}")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@prove.example")
    name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def role(self: User, create: bool, value: tuple[Organisation, Role] | None, **_: Any) -> None:
        """`UserFactory.create(role=(organisation, Role.LEADER))` holds the role from the start."""
        self.set_password(PASSWORD)
        self.is_staff = value is not None and value[1] == Role.ADMINISTRATOR
        self.save()
        if value is not None:
            Membership.objects.create(user=self, organisation=value[0], role=value[1])


class CountyFactory(DjangoModelFactory[County]):
    class Meta:
        model = County
        django_get_or_create = ("code",)

    code = "56"
    name = "Finnmark"
    sort_key = factory.LazyAttribute(lambda row: row.name.lower().encode())


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality
        django_get_or_create = ("code",)

    # Four digits, however many a long run makes.
    code = factory.Sequence(lambda n: f"{5700 + n % 4200}")
    kind = Municipality.Kind.MUNICIPALITY
    name = factory.Sequence(lambda n: f"Kommune {n}")
    county = factory.SubFactory(CountyFactory)
    valid_from = date(2020, 1, 1)
    population = 6000
    population_date = date(2026, 1, 1)
    sort_key = factory.LazyAttribute(lambda row: row.name.lower().encode())
    organisation = factory.SubFactory(
        OrganisationFactory,
        kind=Organisation.Kind.MUNICIPALITY,
        name=factory.SelfAttribute("..name"),
    )


class ThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"theme_{n}")
    name_nb = factory.LazyAttribute(lambda row: f"Tema {row.code}")
    name_nn = factory.LazyAttribute(lambda row: f"Tema {row.code} nn")
    position = factory.Sequence(lambda n: n)


class MandateTaskFactory(DjangoModelFactory[MandateTask]):
    class Meta:
        model = MandateTask
        django_get_or_create = ("code",)

    code = "C1"
    applies_to = MandateTask.AppliesTo.ALL
    name_nb = "Bygge opp og dele kompetanse"
    name_nn = "Byggje opp og dele kompetanse"


class CentreFactory(DjangoModelFactory[Centre]):
    class Meta:
        model = Centre
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"senter-{n}")
    name = factory.LazyAttribute(lambda row: f"Kompetansesenter {row.code}")
    short_name = factory.LazyAttribute(lambda row: row.code)
    kind = Centre.Kind.KORUS
    function = Centre.Function.REGIONAL
    organisation = factory.SubFactory(
        OrganisationFactory, kind=Organisation.Kind.CENTRE, name=factory.SelfAttribute("..name")
    )


class CentreFieldFactory(DjangoModelFactory[CentreField]):
    class Meta:
        model = CentreField

    position = 0


class CatchmentFactory(DjangoModelFactory[Catchment]):
    class Meta:
        model = Catchment

    valid_from = date(2020, 1, 1)


class CountyGovernorFactory(DjangoModelFactory[CountyGovernor]):
    class Meta:
        model = CountyGovernor
        django_get_or_create = ("code",)

    code = "troms-finnmark"
    name = "Statsforvalteren i Troms og Finnmark"
    organisation = factory.SubFactory(
        OrganisationFactory,
        kind=Organisation.Kind.COUNTY_GOVERNOR,
        name=factory.SelfAttribute("..name"),
    )


class AssignmentFactory(DjangoModelFactory[Assignment]):
    class Meta:
        model = Assignment
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Tiltak {n}")
    starts_on = date(2024, 1, 1)

    @factory.post_generation
    def with_themes(self: Assignment, create: bool, value: list[Theme] | None, **_: Any) -> None:
        for position, theme in enumerate(value or []):
            AssignmentTheme.objects.create(assignment=self, theme=theme, position=position)


class ActivityFactory(DjangoModelFactory[Activity]):
    """A confirmed course on 10 March 2025; facts are not written, ask the action for that."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    kind = Activity.Kind.COURSE
    title = factory.Sequence(lambda n: f"Kurs {n}")
    starts_on = date(2025, 3, 10)
    status = Activity.Status.CONFIRMED
    confirmed_by = factory.LazyAttribute(
        lambda row: row.registered_by if row.status == Activity.Status.CONFIRMED else None
    )
    confirmed_at = factory.LazyAttribute(
        lambda row: row.registered_at if row.status == Activity.Status.CONFIRMED else None
    )
    registered_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def with_municipalities(
        self: Activity, create: bool, value: dict[Municipality, int | None] | None, **_: Any
    ) -> None:
        """`with_municipalities={alta: 12, utsira: None}`: attendances per municipality."""
        for municipality, attendances in (value or {}).items():
            ActivityMunicipality.objects.create(
                activity=self, municipality=municipality, attendances=attendances
            )

    @factory.post_generation
    def with_themes(self: Activity, create: bool, value: list[Theme] | None, **_: Any) -> None:
        for position, theme in enumerate(value or []):
            ActivityTheme.objects.create(activity=self, theme=theme, position=position)


class SupportRequestFactory(DjangoModelFactory[SupportRequest]):
    class Meta:
        model = SupportRequest
        skip_postgeneration_save = True

    case_number = factory.Sequence(lambda n: f"2025-{n:05}")
    asked_centre = factory.SelfAttribute("centre")
    text = "Vi trenger hjelp til å komme i gang."
    reach = "Ring 00 00 00 00"
    language = "nb"
    answer_due_on = date(2030, 1, 1)
    interim_due_on = date(2030, 2, 1)
    confirmed_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def owner(row: Any, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805 - as factory-boy calls it
        """The centre owns it from submission on; accepted when the state says that it helps."""
        if not create:
            return
        Holder.objects.create(
            support_request=row,
            centre=row.centre,
            part=Holder.Part.OWNER,
            since=row.submitted_at,
            accepted_at=row.decided_at if row.status in ("accepted", "under_way") else None,
            is_counted=row.is_counted,
        )
