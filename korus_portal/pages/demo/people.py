"""The demo accounts, and the unlisted ones in whose name the other centres' rows stand."""

from centres.models import Centre
from korus_portal.accounts.demo import DOMAIN, PASSWORD
from korus_portal.accounts.models import Membership, Organisation, Role, User
from municipalities.models import CountyGovernor, Municipality

USER_ORGANISATION = "Demoforeningen for brukere og pårørende"


def organisation_of_role() -> dict[str, tuple[str, Organisation, Role]]:
    """Address → name, organisation and role of each demo account."""
    centre = Centre.objects.select_related("organisation")
    nord, stavanger = (centre.get(code=c) for c in ("korus-nord", "korus-vest-stavanger"))
    alta, utsira = (municipality_party(code) for code in ("5601", "1151"))
    governor = CountyGovernor.objects.select_related("organisation").get(code="troms-finnmark")
    users, _made = Organisation.objects.get_or_create(
        name=USER_ORGANISATION,
        defaults={"kind": Organisation.Kind.USER_ORGANISATION, "is_demo": True},
    )
    return {
        "adviser": ("Rådgiver i Nord (demo)", nord.organisation, Role.ADVISER),
        "leader": ("Leder i Nord (demo)", nord.organisation, Role.LEADER),
        "leader-stavanger": ("Leder i Stavanger (demo)", stavanger.organisation, Role.LEADER),
        "contact": ("Kontakt i Alta (demo)", alta, Role.CONTACT),
        "contact-utsira": ("Kontakt på Utsira (demo)", utsira, Role.CONTACT),
        "governor": ("Statsforvalter (demo)", governor.organisation, Role.GOVERNOR),
        "userorg": ("Brukerorganisasjon (demo)", users, Role.USER_ORGANISATION),
        "directorate": ("Direktorat (demo)", only(Organisation.Kind.DIRECTORATE), Role.DIRECTORATE),
        "admin": ("Administrator (demo)", only(Organisation.Kind.OPERATOR), Role.ADMINISTRATOR),
    }


def municipality_party(code: str) -> Organisation:
    party = Municipality.objects.select_related("organisation").get(code=code).organisation
    if party is None:
        raise LookupError(code)
    return party


def only(kind: Organisation.Kind) -> Organisation:
    return Organisation.objects.filter(kind=kind).order_by("pk")[0]


def make_accounts() -> dict[str, User]:
    """The nine accounts of demo mode, by the first part of their address. Safe to repeat."""
    made = {}
    for address, (name, organisation, role) in organisation_of_role().items():
        user, is_new = User.objects.get_or_create(
            email=f"{address}@{DOMAIN}",
            defaults={"name": name, "is_staff": role == Role.ADMINISTRATOR},
        )
        if is_new:
            user.set_password(PASSWORD)
            user.save()
        Membership.objects.get_or_create(
            user=user, organisation=organisation, role=role, ended_at=None
        )
        made[address] = user
    return made


def staff_of(centre: Centre, accounts: dict[str, User]) -> User:
    """In whose name a centre's demo rows are registered: its demo adviser, or an unlisted one."""
    if centre.code == "korus-nord":
        return accounts["adviser"]
    user, is_new = User.objects.get_or_create(
        email=f"staff-{centre.code}@{DOMAIN}",
        defaults={"name": f"Rådgiver ved {centre.short_name} (demo)"},
    )
    if is_new:
        user.set_unusable_password()
        user.save()
        Membership.objects.create(
            user=user, organisation=centre.organisation, role=Role.ADVISER, created_by=None
        )
    return user


def other_contact() -> User:
    """Who sent the requests of the municipalities that have no demo account."""
    user, is_new = User.objects.get_or_create(
        email=f"contact-other@{DOMAIN}", defaults={"name": "Kontakt i en kommune (demo)"}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
    return user
