"""Grants: application, letter and budget lines, and what a centre's year is staffed and paid by."""

from centres.grants.models.letters import (
    ApplicationLine,
    Grant,
    GrantItem,
    GrantLine,
    GrantQuerySet,
)
from centres.grants.models.years import CentreYear, OtherIncome

__all__ = [
    "ApplicationLine",
    "CentreYear",
    "Grant",
    "GrantItem",
    "GrantLine",
    "GrantQuerySet",
    "OtherIncome",
]
