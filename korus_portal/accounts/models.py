"""People, the organisations they belong to as bare parties, and the roles they hold there."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may be in an organisation. The codes appear in exports (rules.md)."""

    CONTACT = "contact", _("kommunekontakt")
    ADVISER = "adviser", _("rådgiver")
    LEADER = "leader", _("senterleder")
    GOVERNOR = "governor", _("statsforvalter")
    USER_ORGANISATION = "user_organisation", _("brukerorganisasjon")
    DIRECTORATE = "directorate", _("Helsedirektoratet")
    ADMINISTRATOR = "administrator", _("administrator")


class Organisation(models.Model):
    """A bare party. Centres, municipalities and county governors each own one."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("kommune")
        CITY_DISTRICT = "city_district", _("bydel")
        CENTRE = "centre", _("kompetansesenter")
        COUNTY_GOVERNOR = "county_governor", _("statsforvalter")
        COUNTY_AUTHORITY = "county_authority", _("fylkeskommune")
        DIRECTORATE = "directorate", _("direktorat")
        MINISTRY = "ministry", _("departement")
        HEALTH_TRUST = "health_trust", _("helseforetak")
        CLINIC = "clinic", _("klinikk")
        CHILD_WELFARE = "child_welfare", _("barnevernstjeneste")
        USER_ORGANISATION = "user_organisation", _("bruker- og pårørendeorganisasjon")
        VOLUNTARY = "voluntary", _("frivillig organisasjon")
        UNIVERSITY = "university", _("universitet eller høgskole")
        OPERATOR = "operator", _("drift av portalen")

    class Language(models.TextChoices):
        BOKMAAL = "bokmål", _("bokmål")
        NYNORSK = "nynorsk", _("nynorsk")
        NEUTRAL = "nøytral", _("nøytral")

    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    name = models.CharField(_("navn"), max_length=200)
    number = models.CharField(_("organisasjonsnummer"), max_length=9, blank=True)
    language = models.CharField(
        _("språkform"), max_length=10, choices=Language, default=Language.NEUTRAL
    )
    # Where copies for the archive go (postmottak); empty when none is wanted.
    archive_address = models.EmailField(_("postmottak"), blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="accounts_organisation_numbers_have_nine_digits",
                condition=Q(number="") | Q(number__regex=r"^[0-9]{9}$"),
            )
        ]

    def __str__(self) -> str:
        return self.name


# Which roles can be held where: what a role means depends on the kind of its organisation.
ROLES_OF_KIND: dict[str, frozenset[str]] = {
    Organisation.Kind.MUNICIPALITY: frozenset({Role.CONTACT}),
    Organisation.Kind.CITY_DISTRICT: frozenset({Role.CONTACT}),
    Organisation.Kind.CENTRE: frozenset({Role.ADVISER, Role.LEADER}),
    Organisation.Kind.COUNTY_GOVERNOR: frozenset({Role.GOVERNOR}),
    Organisation.Kind.USER_ORGANISATION: frozenset({Role.USER_ORGANISATION}),
    Organisation.Kind.DIRECTORATE: frozenset({Role.DIRECTORATE}),
    Organisation.Kind.OPERATOR: frozenset({Role.ADMINISTRATOR}),
}


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User | AnonymousUser) -> UserQuerySet:
        """Oneself; the administrator sees everyone."""
        if isinstance(user, User) and user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(pk=user.pk) if user.pk else self.none()


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: User | AnonymousUser) -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


@pghistory.track(model_name="UserHistory", exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What they may do stands in their memberships alone."""

    class Language(models.TextChoices):
        BOKMAAL = "nb", _("bokmål")
        NYNORSK = "nn", _("nynorsk")

    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("navn"), max_length=150)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    language = models.CharField(
        _("språk"), max_length=2, choices=Language, default=Language.BOKMAAL
    )
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_staff = models.BooleanField(_("kan åpne driftssidene"), default=False)
    date_joined = models.DateTimeField(_("registrert"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_one_user_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """Roles held today. One query per request, however often it is asked."""
        return list(self.memberships.current().select_related("organisation"))

    def parties(self, *roles: str) -> set[int]:
        """Ids of the organisations where the person holds one of `roles` (any when none given)."""
        return {
            held.organisation_id
            for held in self.current_memberships
            if not roles or held.role in roles
        }

    def has_role(self, *roles: str, organisation_id: int | None = None) -> bool:
        return any(
            held.role in roles and organisation_id in (None, held.organisation_id)
            for held in self.current_memberships
        )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        return self.filter(ended_at=None)

    def with_role(self, *roles: str) -> MembershipQuerySet:
        return self.current().filter(role__in=roles, user__is_active=True)


@pghistory.track(model_name="MembershipHistory")
class Membership(models.Model):
    """One role of one person in one organisation. Ended, never deleted."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("rolle"), max_length=20, choices=Role)
    created_at = models.DateTimeField(_("gitt"), default=timezone.now)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at=None),
                name="accounts_a_role_is_held_once",
            ),
            models.CheckConstraint(
                name="accounts_ended_roles_say_who_ended_them",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"
