"""How each kind of document is made, in the order that the job makes them."""

from collections.abc import Callable, Mapping

from reporting.documents import csv_files, data, package, pdf, word, xlsx
from reporting.documents.content import Content
from reporting.models import ReportDocument

Kind = ReportDocument.Kind
# From the content, and the documents that are made already, by kind.
Maker = Callable[[Content, Mapping[str, bytes]], bytes]

MAKERS: dict[Kind, Maker] = {
    Kind.PDF: lambda content, _made: pdf.make(content),
    Kind.DOCX: lambda content, _made: word.make(content),
    Kind.XLSX: lambda content, _made: xlsx.make(content),
    Kind.JSON: lambda content, _made: data.make(content.data),
    Kind.CSV: lambda content, _made: csv_files.make(content),
    # Last: it holds the others.
    Kind.ARCHIVE: package.make,
}
