"""Who helps: competence centres, their mandate, their catchments, the initiatives."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import Membership, Organisation, Role, User
from municipalities.models import County, Loaded, Municipality, Theme, TranslatedName, in_force


class CentreQuerySet(models.QuerySet["Centre"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everyone may see every centre: the directory is public."""
        return self.all()

    def active(self, *, on: date) -> Self:
        """Centres at work on a day, also those that have been merged or closed since."""
        return self.filter(Q(status=Centre.Status.ACTIVE) | Q(valid_to__gte=on))

    def askable(self) -> Self:
        """Centres with an active leader: only they can be asked in the portal."""
        leaders = Membership.objects.with_role(Role.LEADER)
        return self.filter(Exists(leaders.filter(organisation=OuterRef("organisation"))))

    def with_fields(self) -> Self:
        return self.prefetch_related("centre_fields__theme")


@pghistory.track(model_name="CentreHistory")
class Centre(Loaded):
    """A competence centre. Loaded from the reference data; facts entered by people stay."""

    class Kind(models.TextChoices):
        KORUS = "korus", _("KORUS")
        RVTS = "rvts", _("RVTS")
        RKBU = "rkbu", _("RKBU/RBUP")
        NATIONAL_CENTRE = "national_centre", _("nasjonalt kompetansesenter")
        NATIONAL_SERVICE = "national_service", _("nasjonal kompetansetjeneste")
        RESEARCH_CENTRE = "research_centre", _("forskningssenter")
        NETWORK = "network", _("nettverk")

    class Function(models.TextChoices):
        NATIONAL = "national", _("nasjonal")
        REGIONAL = "regional", _("regional")
        BOTH = "both", _("nasjonal og regional")

    class Status(models.TextChoices):
        ACTIVE = "active", _("i drift")
        MERGED = "merged", _("slått sammen")
        CLOSED = "closed", _("lagt ned")

    class Financing(models.TextChoices):
        GRANT = "grant", _("tilskudd")
        PURCHASE = "purchase", _("kjøp")
        STATE_UNIT = "state_unit", _("statlig enhet")

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("navn"), max_length=160)
    short_name = models.CharField(_("kortnavn"), max_length=40)
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    function = models.CharField(_("funksjon"), max_length=10, choices=Function)
    fields: models.ManyToManyField[Theme, CentreField] = models.ManyToManyField(
        Theme, through="CentreField", related_name="centres", verbose_name=_("fagfelt")
    )
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="centre")
    host_organisation = models.CharField(_("vertsorganisasjon"), max_length=120, blank=True)
    home_municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("holder til i"),
    )
    website = models.CharField(_("nettsted"), max_length=120, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    commissioner = models.CharField(_("oppdragsgiver"), max_length=120, blank=True)
    owner = models.CharField(_("eier"), max_length=120, blank=True)
    financing_form = models.CharField(
        _("finansieringsform"), max_length=12, choices=Financing, blank=True
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    valid_to = models.DateField(_("virksom til"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("etterfølger"),
    )
    source = models.CharField(_("kilde"), max_length=400, blank=True)
    # Names of the columns above whose value the source does not vouch for.
    unverified = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    # First answer to a request is due within this many working days.
    answer_days = models.PositiveSmallIntegerField(_("svarfrist i virkedager"), default=10)
    # Months to an interim reply; working days to answer another centre, and to remind before.
    interim_months = models.PositiveSmallIntegerField(_("måneder til foreløpig svar"), default=1)
    hand_over_days = models.PositiveSmallIntegerField(_("svarfrist mellom sentre"), default=5)
    reminder_days = models.PositiveSmallIntegerField(_("påminnelse før frist"), default=2)
    # Off unless turned on; such hours never leave the centre.
    has_adviser_hours = models.BooleanField(_("timer per rådgiver"), default=False)
    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "short_name"]
        verbose_name = _("kompetansesenter")
        verbose_name_plural = _("kompetansesentre")
        constraints = [
            models.CheckConstraint(
                name="centres_ended_centres_say_when",
                condition=Q(status="active", valid_to=None)
                | (~Q(status="active") & Q(valid_to__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("pages:centre_detail", args=[self.code])

    @property
    def website_url(self) -> str:
        """The website as a link: it is stored with or without «https://» before it."""
        has_scheme = self.website.startswith(("http://", "https://"))
        return self.website if has_scheme or not self.website else f"https://{self.website}"

    @property
    def is_national_only(self) -> bool:
        return self.function == self.Function.NATIONAL

    def is_active(self, on: date) -> bool:
        return self.status == self.Status.ACTIVE or bool(self.valid_to and self.valid_to >= on)


class CentreField(models.Model):
    """A field that a centre works in; position 0 is its main field."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="centre_fields")
    theme = models.ForeignKey(
        Theme, models.PROTECT, related_name="centre_fields", verbose_name=_("tema")
    )
    position = models.PositiveSmallIntegerField(_("rekkefølge"))
    is_verified = models.BooleanField(_("bekreftet"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "theme"], name="centres_a_field_once"),
            models.UniqueConstraint(
                fields=["centre", "position"],
                name="centres_one_field_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.theme_id}"


class CatchmentQuerySet(models.QuerySet["Catchment"]):
    def in_force(self, *, on: date) -> Self:
        return self.filter(in_force(on))

    def covering(self, municipality: Municipality) -> Self:
        """Catchments that hold the municipality, by itself, by its parent or by its county."""
        own = [municipality.pk, *([municipality.parent_id] if municipality.parent_id else [])]
        return self.filter(Q(county=municipality.county_id) | Q(municipality__in=own))


@pghistory.track(model_name="CatchmentHistory")
class Catchment(Loaded):
    """Where a centre is to help: a county or a municipality, for one theme or all, for a period."""

    centre = models.ForeignKey(
        Centre, models.CASCADE, related_name="catchments", verbose_name=_("senter")
    )
    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fylke")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kommune"),
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tema")
    )
    valid_from = models.DateField(_("fra"), null=True, blank=True)
    valid_to = models.DateField(_("til"), null=True, blank=True)
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    is_verified = models.BooleanField(_("bekreftet"), default=True)

    objects = CatchmentQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "county", "municipality", "valid_from"]
        verbose_name = _("ansvarsområde")
        verbose_name_plural = _("ansvarsområder")
        constraints = [
            models.CheckConstraint(
                name="centres_a_catchment_is_a_county_or_a_municipality",
                condition=Q(county__isnull=False, municipality=None)
                | Q(county=None, municipality__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["centre", "county", "municipality", "theme", "valid_from"],
                nulls_distinct=False,
                name="centres_a_catchment_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre}: {self.county or self.municipality}"


class MandateTask(TranslatedName):
    """A task of the shared mandate (samfunnsoppdrag), in our own short words."""

    class AppliesTo(models.TextChoices):
        ALL = "all", _("alle sentre")
        NATIONAL = "national", _("nasjonal funksjon")
        REGIONAL = "regional", _("regional funksjon")
        KORUS = "korus", _("KORUS")

    code = models.CharField(_("kode"), max_length=4, unique=True)
    applies_to = models.CharField(_("gjelder"), max_length=10, choices=AppliesTo)
    is_optional = models.BooleanField(_("frivillig"), default=False)
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        verbose_name = _("oppgave i samfunnsoppdraget")
        verbose_name_plural = _("oppgaver i samfunnsoppdraget")


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def current(self) -> Self:
        return self.filter(retired_on=None)


class Initiative(TranslatedName):
    """A satsing that several centres work on."""

    class Kind(models.TextChoices):
        TRAINING_PROGRAMME = "training_programme", _("opplæringsprogram")
        METHOD = "method", _("metode")
        PROGRAMME = "programme", _("program")
        SURVEY = "survey", _("undersøkelse")
        MONITORING = "monitoring", _("overvåking")
        COORDINATION = "coordination", _("samordning")
        TOOL = "tool", _("verktøy")
        SERVICE = "service", _("tjeneste")
        GUIDELINE = "guideline", _("retningslinje")
        CARE_PATHWAY = "care_pathway", _("pakkeforløp")
        POLICY = "policy", _("plan eller melding")
        MAPPING = "mapping", _("kartlegging")

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    source = models.CharField(_("kilde"), max_length=300, blank=True)
    is_verified = models.BooleanField(_("bekreftet"), default=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        verbose_name = _("satsing")
        verbose_name_plural = _("satsinger")


class ContactPersonQuerySet(models.QuerySet["ContactPerson"]):
    def visible_to(self, user: Viewer) -> Self:
        """People are never public: only who is signed in sees them (rules.md)."""
        return self.current() if user.pk else self.none()

    def current(self) -> Self:
        """Not ended, and somebody who works at the centre today."""
        employed = Membership.objects.current().filter(
            user=OuterRef("user"), organisation=OuterRef("centre__organisation")
        )
        return self.filter(Exists(employed), ended_at=None, user__is_active=True)

    def covering(self, municipality: Municipality) -> Self:
        """Named for the municipality (a district: its city too), its county, or everywhere."""
        places = [municipality.pk, municipality.parent_id or municipality.pk]
        everywhere = Q(county=None, municipality=None)
        return self.filter(
            Q(municipality__in=places) | Q(county=municipality.county_id) | everywhere
        )


class ContactPerson(models.Model):
    """The adviser whom a municipality, a county or the whole catchment is to call. Ended, never
    deleted."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="contact_people")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("rådgiver"))
    # Both empty: for the centre's whole catchment.
    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fylke")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kommune"),
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]
        verbose_name = _("kontaktperson")
        verbose_name_plural = _("kontaktpersoner")
        constraints = [
            models.CheckConstraint(
                name="centres_contact_people_have_one_area",
                condition=Q(county=None) | Q(municipality=None),
            ),
            models.CheckConstraint(
                name="centres_ended_contact_people_say_by_whom",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["centre", "user", "county", "municipality"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="centres_a_contact_person_is_named_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def area(self) -> str:
        return str(self.municipality or self.county or _("hele ansvarsområdet"))


class Recognition(models.Model):
    """IS-24/8: the share of a county's municipalities that knew, met or used a centre in a year.

    The county stands in the structure of the year (2022: county 54 Troms og Finnmark).
    """

    class AnswerLevel(models.TextChoices):
        NOT_HEARD = "not_heard", _("har ikke hørt om")
        HEARD = "heard", _("har hørt om")
        IN_CONTACT = "in_contact", _("har vært i kontakt med")
        USED = "used", _("har brukt")
        # A named sum, never to be read as «brukt».
        HEARD_OR_MORE = "heard_or_more", _("har hørt om, vært i kontakt med eller brukt")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="recognitions")
    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    level = models.CharField(_("svar"), max_length=14, choices=AnswerLevel)
    share = models.DecimalField(_("andel (prosent)"), max_digits=5, decimal_places=1)
    # How many municipalities answered; empty where the source does not say.
    answering = models.PositiveSmallIntegerField(_("svarte"), null=True, blank=True)
    source = models.CharField(_("kilde"), max_length=300)

    class Meta:
        ordering = ["-year", "county", "level"]
        verbose_name = _("IS-24/8-svar")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "county", "year", "level"], name="centres_an_answer_stands_once"
            ),
            models.CheckConstraint(
                name="centres_shares_are_per_cent", condition=Q(share__range=(0, 100))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.county_id} {self.year} {self.level}"
