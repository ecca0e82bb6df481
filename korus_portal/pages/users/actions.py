"""What the administrator does with people: invite, give and end roles, deactivate.

It stands above audit and notifications because every change leaves a trace and most send a letter.
"""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from korus_portal.accounts import rules
from korus_portal.accounts.models import Membership, Organisation, Role, User
from korus_portal.audit.log import record
from korus_portal.notifications.outbox import notify
from korus_portal.pages.users import invitations


class RoleNotPossibleError(Exception):
    """The role cannot be held in an organisation of that kind."""


class AlreadyHeldError(Exception):
    """The person holds the role already: a double click, or a colleague was first."""


class AlreadyDoneError(Exception):
    """The role is ended, or the user is in the state asked for, already."""


class LastAdministratorError(Exception):
    """Somebody must be left who can manage users."""


class InactiveUserError(Exception):
    """A deactivated person gets neither roles nor letters."""


@transaction.atomic
def invite_user(
    *, email: str, name: str, organisation: Organisation, role: str, language: str, by: User
) -> User:
    """Make a user without password, give the first role, and send the link to choose one.

    Without a language it is the organisation's. Somebody who is a user already keeps name and
    language and only gets the role.
    """
    _check(by, role, organisation)
    chosen = language or rules.language_of(organisation)
    user, is_new = _find_or_create(email=email, name=name, language=chosen)
    give_role(user=user, organisation=organisation, role=role, by=by)
    if is_new:
        record("accounts.user_invited", user, by=by, details={"email": user.email})
        _send_invitation(user)
    return user


@transaction.atomic
def resend_invitation(*, user: User, by: User) -> None:
    """Send a new link to somebody who has not chosen a password yet."""
    locked = _locked(user, by)
    if locked.has_usable_password():
        raise AlreadyDoneError
    if not locked.is_active:
        raise InactiveUserError
    record("accounts.invitation_resent", locked, by=by)
    _send_invitation(locked)


@transaction.atomic
def give_role(*, user: User, organisation: Organisation, role: str, by: User) -> Membership:
    """Let the person be `role` in the organisation from now on."""
    _check(by, role, organisation)
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not locked.is_active:
        raise InactiveUserError
    if locked.memberships.current().filter(organisation=organisation, role=role).exists():
        raise AlreadyHeldError
    held = Membership.objects.create(
        user=locked, organisation=organisation, role=role, created_by=by
    )
    _keep_staff_in_step(locked)
    details = {"role": role, "organisation": organisation.name}
    record("accounts.role_given", locked, by=by, details=details)
    if locked.has_usable_password():
        notify(
            [locked],
            kind="accounts.role_given",
            template="accounts/emails/role_given",
            about=locked,
            path="/",
            context={"membership": held},
        )
    return held


@transaction.atomic
def end_role(*, membership: Membership, by: User) -> Membership:
    """End a role; the row stays as history."""
    administrators = _administrators() if membership.role == Role.ADMINISTRATOR else []
    user = _locked(membership.user, by)
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    if held.ended_at is not None:
        raise AlreadyDoneError
    _refuse_to_lose_the_last(administrators, {held.pk} & {row.pk for row in administrators})
    held.ended_at, held.ended_by = timezone.now(), by
    held.save(update_fields=["ended_at", "ended_by"])
    _keep_staff_in_step(user)
    details = {"role": held.role, "organisation": held.organisation.name}
    record("accounts.role_ended", user, by=by, details=details)
    return held


@transaction.atomic
def deactivate_user(*, user: User, by: User) -> User:
    """Shut the person out at once; roles and history stay."""
    administrators = _administrators()
    locked = _locked(user, by)
    if not locked.is_active:
        raise AlreadyDoneError
    own = {row.pk for row in administrators if row.user_id == locked.pk}
    _refuse_to_lose_the_last(administrators, own)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    record("accounts.user_deactivated", locked, by=by)
    return locked


@transaction.atomic
def reactivate_user(*, user: User, by: User) -> User:
    """Let the person in again, with the roles that were not ended."""
    locked = _locked(user, by)
    if locked.is_active:
        raise AlreadyDoneError
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    record("accounts.user_reactivated", locked, by=by)
    return locked


@transaction.atomic
def create_administrator(*, email: str, name: str) -> User:
    """The first administrator, made from the command line on the server, where no one is yet."""
    operator, _created = Organisation.objects.get_or_create(
        kind=Organisation.Kind.OPERATOR, is_demo=False, defaults={"name": "Drift av portalen"}
    )
    user, _is_new = _find_or_create(email=email, name=name, language=User.Language.BOKMAAL)
    Membership.objects.get_or_create(
        user=user, organisation=operator, role=Role.ADMINISTRATOR, ended_at=None
    )
    user.is_active = True
    user.save(update_fields=["is_active"])
    _keep_staff_in_step(user)
    record("accounts.administrator_created", user, by=None)
    return user


def _check(by: User, role: str, organisation: Organisation) -> None:
    if not rules.can_manage_users(by):
        raise PermissionDenied
    if not rules.can_be_held(role, organisation):
        raise RoleNotPossibleError


def _locked(user: User, by: User) -> User:
    if not rules.can_manage_users(by):
        raise PermissionDenied
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _find_or_create(*, email: str, name: str, language: str) -> tuple[User, bool]:
    """The address decides who it is; of two that invite at once, the second finds the first's."""
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name, language=language), True
    except IntegrityError:
        return User.objects.get(email__iexact=email.strip()), False


def _send_invitation(user: User) -> None:
    notify(
        [user],
        kind=invitations.KIND,
        template="accounts/emails/invitation",
        about=user,
        path=invitations.path(user),
        context={"days": invitations.days()},
    )


def _keep_staff_in_step(user: User) -> None:
    """`is_staff` opens the operator's pages; it follows the role and is never set by hand."""
    user.is_staff = user.memberships.current().filter(role=Role.ADMINISTRATOR).exists()
    user.save(update_fields=["is_staff"])


def _administrators() -> list[Membership]:
    """Everybody who can manage users, locked in order and before anything else, so that two
    cannot remove each other at once."""
    roles = Membership.objects.with_role(Role.ADMINISTRATOR).order_by("pk")
    return list(roles.select_for_update(of=("self",)))


def _refuse_to_lose_the_last(held: list[Membership], gone: set[int]) -> None:
    if gone and all(row.pk in gone for row in held):
        raise LastAdministratorError
