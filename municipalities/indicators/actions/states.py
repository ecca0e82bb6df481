"""What stands in the way of an action on a batch, and the lock that all of them begin with."""

from municipalities.indicators.models import Batch


class WrongStateError(Exception):
    """Somebody was first: the batch has come further, or back."""


class AlreadyImportedError(Exception):
    """The same file is in use already."""

    def __init__(self, first: Batch) -> None:
        super().__init__(str(first))
        self.first = first


class HasErrorsError(Exception):
    """A file is applied as a whole or not at all, and something is wrong in this one."""


def locked(batch: Batch) -> Batch:
    """The batch under lock. Its source is locked first wherever values change (see applying)."""
    rows = Batch.objects.select_related("source").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=batch.pk)
