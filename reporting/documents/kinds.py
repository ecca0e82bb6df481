"""What each kind of document is called and how it is sent."""

from django.utils.translation import gettext as _

from reporting.models import ReportDocument

Kind = ReportDocument.Kind

MIME: dict[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.JSON: "application/json",
    Kind.CSV: "application/zip",
    Kind.ARCHIVE: "application/zip",
}


def labels() -> dict[Kind, str]:
    return {
        Kind.PDF: _("PDF"),
        Kind.DOCX: _("Word (DOCX)"),
        Kind.XLSX: _("Regneark (XLSX)"),
        Kind.JSON: _("Data (JSON)"),
        Kind.CSV: _("Datasett (CSV i ZIP)"),
        Kind.ARCHIVE: _("Arkivpakke (ZIP)"),
    }


def endings() -> dict[Kind, str]:
    """How the file's name ends."""
    packed = {Kind.CSV: "-csv.zip", Kind.ARCHIVE: "-arkiv.zip"}
    return {kind: packed.get(kind, f".{kind.value}") for kind in Kind}
