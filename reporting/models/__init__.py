"""What came of it: annual grant reports, what is written and decided in them, and documents."""

from reporting.models.deciding import (
    Approver,
    ItemAssessment,
    ReopeningRight,
    Submission,
    Supplement,
)
from reporting.models.documents import (
    NationalDocument,
    ReportDocument,
    ReportDocumentQuerySet,
)
from reporting.models.figures import Recount
from reporting.models.money import Account, AccountLine, SharedCost, SharedCostPart
from reporting.models.obligations import Extension, ReportObligation
from reporting.models.places import NotReached
from reporting.models.report import AnnualReport, AnnualReportQuerySet
from reporting.models.talk import CheckWaiver, ReportComment, TypedText
from reporting.models.texts import (
    AnswerLink,
    ReportAnswer,
    ReportEntry,
    ReportSection,
    Written,
)

__all__ = [
    "Account",
    "AccountLine",
    "AnnualReport",
    "AnnualReportQuerySet",
    "AnswerLink",
    "Approver",
    "CheckWaiver",
    "Extension",
    "ItemAssessment",
    "NationalDocument",
    "NotReached",
    "Recount",
    "ReopeningRight",
    "ReportAnswer",
    "ReportComment",
    "ReportDocument",
    "ReportDocumentQuerySet",
    "ReportEntry",
    "ReportObligation",
    "ReportSection",
    "SharedCost",
    "SharedCostPart",
    "Submission",
    "Supplement",
    "TypedText",
    "Written",
]
