"""What the history of a row keeps, where more than its changes is wanted."""

import pghistory


def with_removal() -> tuple[pghistory.RowEvent, ...]:
    """For rows that a person may remove: the removal is kept too. New trackers for each model."""
    return (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
