"""The report tells of services, not of persons: what looks like somebody's details is pointed out.

What was found is never repeated: findings are shown, kept and sent to others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korus_portal.design.free_text import ELEVEN_DIGITS
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, warning
from reporting.models import ReportAnswer

# «91 23 45 67», «912 34 567» and «91234567»: an amount is grouped otherwise, an organisation
# number is longer.
TELEPHONE = re.compile(
    r"(?<![\d.,])(?:(?:\+|00)47[ ]?)?"
    r"(?:[2-9]\d[ ]\d\d[ ]\d\d[ ]\d\d|[2-9]\d\d[ ]\d\d[ ]\d{3}|[2-9]\d{7})(?![\d]|[ ]\d{3}\b)"
)
# A post box that a service shares is nobody's own.
ADDRESS = re.compile(
    r"(?i)(?<![\w.+-])(?!(?:post|postmottak|firmapost|kontakt|info)@)[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
BORN = re.compile(r"(?i)\b(?:f\.|født|fødd)\s*(?:den\s+)?\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}")
PATTERNS: list[tuple[str, re.Pattern[str], str | Promise]] = [
    ("number", ELEVEN_DIGITS, gettext_lazy("et fødselsnummer")),
    ("born", BORN, gettext_lazy("en fødselsdato")),
    ("telephone", TELEPHONE, gettext_lazy("et telefonnummer")),
    ("address", ADDRESS, gettext_lazy("en e-postadresse")),
]


@dataclass(frozen=True)
class Text:
    target: str
    label: str
    body: str
    href: str


def check(subject: Subject) -> Iterator[Finding]:
    for text in texts(subject):
        for name, pattern, label in PATTERNS:
            if pattern.search(text.body.replace("\N{NO-BREAK SPACE}", " ")):
                yield warning(
                    _("«%(text)s» ser ut til å ha %(found)s. Ta det bort hvis det er en persons.")
                    % {"text": text.label, "found": label},
                    text.href,
                    key=f"{text.target}:{name}",
                )


def texts(subject: Subject) -> Iterator[Text]:
    report = subject.report
    for section in subject.sections.values():
        href = ways.of_section(report, section.key)
        yield Text(f"section:{section.key}", str(section), section.body, href)
    for entry in subject.entries:
        body = "\n".join([entry.brief, entry.extended, entry.change_text])
        yield Text(f"entry:{entry.subject_key}", entry.title, body, ways.of_entry(entry))
    for answer in subject.answers:
        href = ways.of_answer(report, answer)
        yield Text(f"answer:{answer.pk}", label_of(answer), answer.body, href)
    for account in subject.accounts:
        body = "\n".join([account.comment, *(row.reason for row in account.lines.all())])
        label = _("Regnskap: %(grant)s") % {"grant": account.grant.scheme}
        yield Text(f"account:{account.pk}", label, body, ways.of_account(account))


def label_of(answer: ReportAnswer) -> str:
    if answer.item is not None:
        return _("Svar på punkt %(number)s") % {"number": answer.item.number}
    return _("Svar på oppgave %(code)s") % {"code": answer.task.code if answer.task else ""}
