"""One step that is tried, and what is true after each."""

from collections.abc import Callable
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from assignments.requests.actions.errors import OutOfStepError
from assignments.requests.models import SupportRequest
from korus_portal.accounts.models import User
from tests.requests.case_checks import check_counts, check_row, check_timeline, sent, snapshot
from tests.requests.case_world import BEGINNINGS, RIGHT, Beginning, Case, Offer, World


class Tries(RuleBasedStateMachine):
    world: ClassVar[World]
    case: Case

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.has_changed = False

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize(is_guest=st.booleans(), beginning=st.sampled_from(BEGINNINGS))
    def begin(self, is_guest: bool, beginning: Beginning) -> None:
        self.case = sent(self.world, is_guest=is_guest)
        self.has_changed = True
        for name, given in beginning:
            getattr(self, name)(who=RIGHT, **given)

    @property
    def row(self) -> SupportRequest:
        return SupportRequest.objects.get(pk=self.case.request.pk)

    def by(self, who: str) -> User:
        """Who only reads stands for a guest where no guest can act."""
        return self.world.people[who] or self.by("stranger")

    def offer_at(self, number: int) -> Offer:
        rows = self.case.offers
        return rows[number % len(rows)]

    def tries(self, is_allowed: bool, work: Callable[[], object], *, events: int = 1) -> bool:
        """Whether it was done. A refused step leaves no trace."""
        before = None if is_allowed else snapshot(self.case.request)
        refusal = None
        try:
            with transaction.atomic():
                work()
        except (PermissionDenied, OutOfStepError) as refused:
            refusal = refused
        assert (refusal is None) == is_allowed, refusal or "it was let through"
        self.has_changed = refusal is None
        if refusal:
            assert snapshot(self.case.request) == before
        else:
            self.case.events += events
        return self.has_changed

    # What is always true.

    @invariant()
    def it_is_as_it_should_be(self) -> None:
        if self.has_changed:
            self.has_changed = False
            check_row(self.world, self.case, self.row)
            check_timeline(self.case, self.row)
            check_counts(self.world, self.case, self.row)
