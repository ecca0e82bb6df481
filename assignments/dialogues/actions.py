"""Everything that changes dialogues. One function per thing a person can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.dialogues import letters, rules
from assignments.dialogues.concerned import About, about_of
from assignments.dialogues.models import Dialogue, DialogueCentre, DialogueMessage
from assignments.dialogues.rules import Opener
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User

Kind = DialogueMessage.Kind
State = Dialogue.State
PROPOSAL = ("result", "result_text", "taken_by", "proposed_by_centre", "proposed_by", "proposed_at")


class AlreadyOpenError(Exception):
    """The centres talk about it already."""

    def __init__(self, dialogue: Dialogue) -> None:
        super().__init__(dialogue.pk)
        self.dialogue = dialogue


class TooFewCentresError(Exception):
    """It takes two to talk."""


class DialogueClosedError(Exception):
    """It is concluded or withdrawn: nothing more is said in it."""


class ProposalWaitsError(Exception):
    """A proposal waits for its answer: first that, then the rest."""


class NoProposalError(Exception):
    """There is nothing to agree with any more."""


class NotInDialogueError(Exception):
    """The centre that is to take it is none of those who talk."""


@dataclass(frozen=True)
class Outcome:
    """What a centre proposes, and what is agreed when the others say yes."""

    result: str
    text: str
    # Who takes it, where one centre does.
    taken_by: Centre | None = None


@transaction.atomic
def open_dialogue(
    *,
    about: About,
    centres: Iterable[Centre],
    text: str,
    by: User,
    organisation: Organisation | None = None,
    form_token: UUID | None = None,
) -> Dialogue:
    """Ask centres to find out of it together. The same form sent twice makes one dialogue.

    Raises AlreadyOpenError where they talk already, TooFewCentresError, and AlreadySentError when
    the form was sent before with another content.
    """
    opener = _opener(rules.openers(by, about), organisation)
    earlier = _sent_earlier(form_token, about, text, by)
    if earlier is not None:
        return earlier
    invited = {centre.pk: centre for centre in centres}
    if opener.centre is not None:
        invited[opener.centre.pk] = opener.centre
    if len(invited) < 2:
        raise TooFewCentresError
    dialogue = _insert(about, text, opener, by, form_token)
    _invite(dialogue, invited.values(), opener, by)
    own = opener.centre.pk if opener.centre else None
    letters.tell(dialogue, "opened", by=by, who=opener.organisation.name, besides=own)
    return dialogue


@transaction.atomic
def answer(*, dialogue: Dialogue, centre: Centre, is_in: bool, by: User) -> DialogueCentre:
    """Say whether the centre takes part. The same answer again changes nothing.

    Nobody leaves while a proposal waits for an answer.
    """
    locked = _lock(dialogue)
    row = _row(locked, centre, by)
    if row.is_in == is_in:
        return row
    _check_open(locked)
    if not is_in and locked.has_proposal and rules.bound(locked).filter(pk=row.pk).exists():
        raise ProposalWaitsError
    _set_answer(row, by, is_in=is_in)
    _note(locked, centre, Kind.JOINED if is_in else Kind.STAYED_OUT, by=by)
    letters.tell(locked, "answered", by=by, who=centre.short_name, besides=centre.pk)
    return row


@transaction.atomic
def write(
    *, dialogue: Dialogue, centre: Centre, text: str, by: User, form_token: UUID | None = None
) -> DialogueMessage:
    """Say something to the others; whoever writes takes part."""
    locked = _lock(dialogue)
    row = _row(locked, centre, by)
    earlier = DialogueMessage.objects.filter(form_token=form_token).exclude(form_token=None).first()
    if earlier is not None:
        if (earlier.dialogue_id, earlier.by_id, earlier.text) != (locked.pk, by.pk, text):
            raise AlreadySentError(earlier)
        return earlier
    _check_open(locked)
    _take_part(row, by)
    said = _note(locked, centre, Kind.WRITTEN, by=by, text=text, form_token=form_token)
    letters.tell(locked, "written", by=by, who=centre.short_name, besides=centre.pk)
    return said


@transaction.atomic
def propose(
    *, dialogue: Dialogue, centre: Centre, outcome: Outcome, version: int, by: User
) -> Dialogue:
    """Propose how it ends. It is agreed when every centre that takes part has said yes."""
    locked = _lock(dialogue)
    row = _row(locked, centre, by)
    if _is_proposed(locked, centre, outcome):
        return locked
    _check_open(locked)
    if locked.has_proposal:
        raise ProposalWaitsError
    _check_version(locked, version)
    _take_part(row, by)
    if outcome.taken_by and not _may_take_it(locked, outcome.taken_by):
        raise NotInDialogueError
    locked.invited.update(agrees=False)
    locked.invited.filter(pk=row.pk).update(agrees=True)
    now = timezone.now()
    values = (outcome.result, outcome.text, outcome.taken_by, centre, by, now)
    _set(locked, **dict(zip(PROPOSAL, values, strict=True)))
    said = {"text": outcome.text, "result": outcome.result, "taken_by": outcome.taken_by}
    _note(locked, centre, Kind.PROPOSED, by=by, **said)
    letters.tell(locked, "proposed", by=by, who=centre.short_name, besides=centre.pk)
    return locked


@transaction.atomic
def agree(
    *, dialogue: Dialogue, centre: Centre, version: int, by: User, text: str = ""
) -> Dialogue:
    """Say yes to what another centre proposed; the last yes concludes. Safe to repeat.

    Whoever is to take it must have said yes too: nobody is bound by others.
    """
    locked = _lock(dialogue)
    row = _row(locked, centre, by)
    if row.agrees and centre.pk != locked.proposed_by_centre_id:
        return locked
    _check_proposal(locked, version)
    if not rules.can_agree(by, locked, centre):
        raise PermissionDenied
    _take_part(row, by)
    row.agrees = True
    row.save(update_fields=["agrees"])
    _note(locked, centre, Kind.AGREED, by=by, text=text)
    if not rules.bound(locked).filter(agrees=False).exists():
        _set(locked, state=State.CONCLUDED, closed_by=by, closed_at=timezone.now())
        letters.tell(locked, "concluded", by=by, who=centre.short_name, besides=centre.pk)
    return locked


@transaction.atomic
def decline(*, dialogue: Dialogue, centre: Centre, text: str, version: int, by: User) -> Dialogue:
    """Say no to what another centre proposed, and why. The proposal falls, and stays to be read."""
    locked = _lock(dialogue)
    row = _row(locked, centre, by)
    _check_proposal(locked, version)
    if not rules.can_agree(by, locked, centre):
        raise PermissionDenied
    _take_part(row, by)
    _drop_proposal(locked)
    _note(locked, centre, Kind.DECLINED, by=by, text=text)
    letters.tell(locked, "declined", by=by, who=centre.short_name, besides=centre.pk)
    return locked


@transaction.atomic
def take_back(*, dialogue: Dialogue, by: User, version: int | None = None) -> Dialogue:
    """The centre that proposed takes it back, to propose something else. Safe to repeat."""
    locked = _lock(dialogue)
    if not rules.own_rows(by, locked):
        raise PermissionDenied
    centre = locked.proposed_by_centre
    if centre is None:
        return locked
    if not rules.works_at(by, centre):
        raise PermissionDenied
    _check_open(locked)
    if version is not None:
        _check_version(locked, version)
    _drop_proposal(locked)
    _note(locked, centre, Kind.TAKEN_BACK, by=by)
    letters.tell(locked, "taken_back", by=by, who=centre.short_name, besides=centre.pk)
    return locked


@transaction.atomic
def withdraw(*, dialogue: Dialogue, reason: str, by: User) -> Dialogue:
    """End it without a result, and say why. Refused while a proposal waits. Safe to repeat."""
    locked = _lock(dialogue)
    voice = rules.withdraws_for(by, locked)
    if voice is None:
        raise PermissionDenied
    if locked.state == State.WITHDRAWN and locked.withdrawn_reason == reason:
        return locked
    _check_open(locked)
    if locked.has_proposal:
        raise ProposalWaitsError
    closed = {"closed_by": by, "closed_at": timezone.now(), "withdrawn_for": voice}
    _set(locked, state=State.WITHDRAWN, withdrawn_reason=reason, **closed)
    own = locked.invited.filter(centre__organisation=voice).first()
    besides = own.centre_id if own else None
    letters.tell(locked, "withdrawn", by=by, who=voice.name, besides=besides)
    return locked


def open_one(about: About) -> Dialogue | None:
    return Dialogue.objects.open().filter(**about.key()).first()


def _lock(dialogue: Dialogue) -> Dialogue:
    rows = Dialogue.objects.select_for_update(of=("self",)).select_related("opened_for")
    return rows.get(pk=dialogue.pk)


def _row(dialogue: Dialogue, centre: Centre, by: User) -> DialogueCentre:
    """The centre's own row, for who works there."""
    row = dialogue.invited.filter(centre=centre).first()
    if row is None or not rules.works_at(by, centre):
        raise PermissionDenied
    return row


def _opener(allowed: list[Opener], organisation: Organisation | None) -> Opener:
    for opener in allowed:
        if organisation is None or opener.organisation == organisation:
            return opener
    raise PermissionDenied


def _sent_earlier(token: UUID | None, about: About, text: str, by: User) -> Dialogue | None:
    earlier = Dialogue.objects.filter(form_token=token).exclude(form_token=None).first()
    if earlier is None:
        return None
    if earlier.opened_by_id != by.pk:
        raise PermissionDenied
    if (about_of(earlier), earlier.subject) != (about, text):
        raise AlreadySentError(earlier)
    return earlier


def _insert(about: About, text: str, opener: Opener, by: User, form_token: UUID | None) -> Dialogue:
    """Two who open the same at once: the database lets one in, the other is told which."""
    dialogue = Dialogue(
        **about.key(),
        subject=text,
        opened_for=opener.organisation,
        opened_by=by,
        form_token=form_token,
    )
    try:
        with transaction.atomic():
            dialogue.save()
    except IntegrityError:
        first = _sent_earlier(form_token, about, text, by) or open_one(about)
        if first is None:
            raise
        raise AlreadyOpenError(first) from None
    return dialogue


def _invite(dialogue: Dialogue, centres: Iterable[Centre], opener: Opener, by: User) -> None:
    for centre in sorted(centres, key=lambda row: row.pk):
        row = DialogueCentre.objects.create(dialogue=dialogue, centre=centre)
        if opener.centre is not None and centre.pk == opener.centre.pk:
            _set_answer(row, by, is_in=True)


def _set_answer(row: DialogueCentre, by: User, *, is_in: bool) -> None:
    row.is_in, row.answered_by, row.answered_at = is_in, by, timezone.now()
    row.save(update_fields=["is_in", "answered_by", "answered_at"])


def _take_part(row: DialogueCentre, by: User) -> None:
    if not row.is_in:
        _set_answer(row, by, is_in=True)


def _check_open(dialogue: Dialogue) -> None:
    if not dialogue.is_open:
        raise DialogueClosedError


def _check_version(dialogue: Dialogue, version: int) -> None:
    if dialogue.version != version:
        raise StaleVersionError


def _check_proposal(dialogue: Dialogue, version: int) -> None:
    """That it is still the proposal that the person read."""
    _check_open(dialogue)
    if not dialogue.has_proposal:
        raise NoProposalError
    _check_version(dialogue, version)


def _may_take_it(dialogue: Dialogue, centre: Centre) -> bool:
    """Of those who were asked, but not one that has said no or is closed."""
    active = Centre.objects.active(on=timezone.localdate())
    rows = dialogue.invited.filter(centre=centre, centre__in=active)
    return rows.exclude(is_in=False).exists()


def _is_proposed(dialogue: Dialogue, centre: Centre, outcome: Outcome) -> bool:
    """The same click again."""
    taker = outcome.taken_by.pk if outcome.taken_by else None
    stored = (dialogue.proposed_by_centre_id, dialogue.result, dialogue.result_text)
    return (*stored, dialogue.taken_by_id) == (centre.pk, outcome.result, outcome.text, taker)


def _drop_proposal(dialogue: Dialogue) -> None:
    dialogue.invited.update(agrees=False)
    _set(dialogue, **dict(zip(PROPOSAL, ("", "", None, None, None, None), strict=True)))


def _set(dialogue: Dialogue, **values: object) -> None:
    for name, value in values.items():
        setattr(dialogue, name, value)
    dialogue.version += 1
    dialogue.save(update_fields=[*values, "version"])


def _note(
    dialogue: Dialogue, centre: Centre, kind: str, *, by: User, **said: object
) -> DialogueMessage:
    return DialogueMessage.objects.create(
        dialogue=dialogue, centre=centre, kind=kind, by=by, **said
    )
