"""What a written agreement says, section by section, in the agreement's own language.

The same wording for the PDF and the DOCX. All of it is read from the frozen content of the
version: a document says the same whenever it is made.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.agreements.models import AgreementText, Commitment

Row = list[str]


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs, facts or a table below it."""

    heading: str
    # As people wrote it; empty lines between paragraphs, a dash before each list item.
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Wording:
    language: str
    title: str
    subject: str
    version: str
    check: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    signatures: str
    signature_note: str
    # For each side: who signs, and the empty lines to fill in.
    signers: tuple[tuple[str, tuple[str, ...]], ...]
    labels: dict[str, str] = field(default_factory=dict)
    # Says so when texts have been taken out since the document was made.
    mark: str = ""


def wording_of(text: AgreementText, *, is_redacted: bool = False) -> Wording:
    """Must be called with the agreement's language active."""
    content = text.content
    centre, place = content["centre"]["name"], place_name(content)
    return Wording(
        language=content["language"],
        title=content["title"],
        subject=_("Avtale mellom %(centre)s og %(place)s") % {"centre": centre, "place": place},
        version=version_of(text),
        check=_("Kontroller dokumentet på %(url)s") % {"url": check_address()},
        facts=tuple(row for row in facts_of(content) if row[1]),
        sections=tuple(sections_of(content)),
        signatures=_("Underskrifter"),
        signature_note=signature_note(content),
        signers=signers_of(content),
        labels={"page": _("Side"), "of": _("av"), "empty": _("ikke oppgitt")},
        mark=_("Sladdet kopi. Tekst er tatt ut etter at avtalen ble laget.") if is_redacted else "",
    )


def version_of(text: AgreementText) -> str:
    return _("Avtale %(agreement)s, versjon %(number)s") % {
        "agreement": text.agreement_id,
        "number": text.number,
    }


def check_address() -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse('agreements:agreement_check')}"


def place_name(content: dict[str, Any]) -> str:
    """«Alta kommune», and a district with its city."""
    place = content["municipality"]
    if place["is_district"]:
        return _("bydel %(name)s i %(city)s") % {"name": place["name"], "city": place["parent"]}
    return _("%(name)s kommune") % {"name": place["name"]}


def facts_of(content: dict[str, Any]) -> list[tuple[str, str]]:
    period = f"{day(content['starts_on'])} – {day(content['ends_on'])}"
    return [
        (_("Senter"), content["centre"]["name"]),
        (_("Vertsvirksomhet"), content["centre"]["host"]),
        (_("Kommune"), place_name(content)),
        (_("Kommunenummer"), content["municipality"]["code"]),
        (_("Fylke"), content["municipality"]["county"]),
        (_("Avtalen gjelder"), period),
        (_("Temaer"), ", ".join(row["name"] for row in content["themes"])),
        (_("Senterets saksnummer"), content["centre_case_number"]),
        (_("Kommunens saksnummer"), content["municipality_case_number"]),
    ]


def sections_of(content: dict[str, Any]) -> list[Section]:
    found = [Section(_("Formål"), text=content["purpose"])]
    if content["change"]:
        found.insert(0, Section(_("Hva denne versjonen endrer"), text=content["change"]))
    found.append(anchoring(content))
    if content["plans"]:
        found.append(plans(content))
    if content["special_needs"]:
        found.append(special_needs(content["special_needs"]))
    if content["commitments"]:
        found.append(commitments(content))
    found.append(Section(_("Oppfølging"), text=following()))
    return found


def anchoring(content: dict[str, Any]) -> Section:
    is_district = content["municipality"]["is_district"]
    director = _("bydelsdirektøren") if is_district else _("kommunedirektøren")
    text = _(
        "Kommunen bindes av %(director)s eller den som har fått myndigheten. "
        "Senteret bindes av dem som kan signere for vertsvirksomheten."
    ) % {"director": director}
    political = content["political"]
    if political is None:
        return Section(_("Forankring"), text=text)
    facts = (
        (_("Politisk organ"), political["body"]),
        (_("Sak"), political["case"]),
        (_("Vedtatt"), day(political["on"])),
    )
    return Section(_("Forankring"), text=text, facts=facts)


def plans(content: dict[str, Any]) -> Section:
    rows = tuple(
        [row["plan"], row["chapter"], f"{row['first_year']}–{row['last_year']}", row["evidence"]]
        for row in content["plans"]
    )
    columns = (_("Plan"), _("Kapittel"), _("Periode"), _("Lenke eller saksnummer"))
    return Section(_("Forankring i planer"), columns=columns, rows=rows)


def special_needs(told: dict[str, Any]) -> Section:
    facts = [(_("Hvordan vi vet det"), told["evidence"])]
    if told["needs"]:
        facts.append((_("Registrerte behov"), "; ".join(told["needs"])))
    return Section(_("Særskilte behov"), text=told["text"], facts=tuple(facts))


def commitments(content: dict[str, Any]) -> Section:
    sides = {
        Commitment.Side.CENTRE.value: _("Senteret"),
        Commitment.Side.MUNICIPALITY.value: _("Kommunen"),
    }
    rows = tuple(
        [
            sides[row["side"]],
            _("%(text)s (nytt)") % {"text": row["text"]} if row["is_new"] else row["text"],
            row["owner"],
            day(row["due_on"]),
        ]
        for row in content["commitments"]
    )
    columns = (_("Hvem"), _("Hva"), _("Ansvarlig funksjon"), _("Frist"))
    return Section(_("Hva partene forplikter seg til"), columns=columns, rows=rows)


def following() -> str:
    return _(
        "Partene møtes for å følge opp avtalen. Én gang i året sier begge om den følges. "
        "En endring skrives som en ny versjon, som begge må godkjenne."
    )


def signature_note(content: dict[str, Any]) -> str:
    return _(
        "Avtalen kan signeres på papir eller godkjennes i KORUS-portalen. En godkjenning i "
        "portalen er ikke en elektronisk signatur. Portalen viser hvem som godkjente, og når."
    )


def signers_of(content: dict[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    lines = (_("Sted og dato"), _("Underskrift"), _("Navn og stilling"))
    centre = _("For %(party)s") % {"party": content["centre"]["host"]}
    return (centre, lines), (_("For %(party)s") % {"party": place_name(content)}, lines)


def day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j. F Y")
