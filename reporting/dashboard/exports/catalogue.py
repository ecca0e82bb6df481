"""The data sets as DCAT-AP-NO 3 in JSON-LD, for data.norge.no and others that gather catalogues.

Terms: https://data.norge.no/specification/dcat-ap-no; codes: the EU's authority tables.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from reporting.dashboard.exports import datasets, files
from reporting.dashboard.exports.wording import DEFINITIONS, TITLES, marked

Node = dict[str, Any]
EU = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types"
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGES = {"nb": "NOB", "nn": "NNO"}
THEMES = ["HEAL", "GOVE"]
# Pictures are views of the data, not the data.
FORMS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON"}
JSON_STAT = "https://json-stat.org/full/"
CATALOGUE = _("Åpne data om dekning fra KORUS-portalen")
ABOUT = _(
    "Hvilke kommuner som er nådd av kompetansesentrene på rus- og psykisk helsefeltet, og hvilke "
    "som ikke er det. Tallene følger det sentrene har registrert."
)
CHOICE = _(
    "Adressen uten parametere gir året vi er i og alle sentrene. Parameteren «aar» gir andre år; "
    "de andre står på siden om dataene."
)
PROPOSED = _("Lisensen NLOD 2.0 er foreslått. Eieren av portalen har ikke vedtatt den ennå.")
KEYWORDS = [_("kommuner"), _("rus"), _("psykisk helse"), _("kompetansesentre"), _("dekning")]


def document() -> Node:
    codes = list(files.TABLES)
    graph = [catalogue(codes)]
    for code in codes:
        graph.append(dataset(code))
        graph += [distribution(code, form) for form in FORMS]
    return {"@context": CONTEXT, "@graph": [*graph, publisher(), contact()]}


def link(address: str) -> Node:
    return {"@id": address}


def place(part: str = "") -> str:
    """A stable address of something described here."""
    return f"{settings.SITE_URL}{reverse('reporting:coverage_data')}{part}"


def in_both(text: Callable[[], str]) -> list[Node]:
    """The same text in both written languages."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append({"@language": language, "@value": text()})
    return found


def both(text: str | Promise) -> list[Node]:
    return in_both(lambda: str(text))


def catalogue(codes: list[str]) -> Node:
    return {
        "@id": place("#katalog"),
        "@type": "dcat:Catalog",
        "dct:title": in_both(lambda: marked(str(CATALOGUE))),
        "dct:description": both(ABOUT),
        **shared(),
        "dct:license": link(f"{EU}/licence/NLOD_2_0"),
        "dct:rights": rights(),
        "foaf:homepage": link(place()),
        "dcat:themeTaxonomy": link(f"{EU}/data-theme"),
        "dcat:dataset": [link(place(f"#{code}")) for code in codes],
    }


def shared() -> Node:
    """What catalogue and data set both must say."""
    return {
        "dct:publisher": link(place("#utgiver")),
        "dcat:contactPoint": link(place("#kontakt")),
        "dct:language": [link(f"{EU}/language/{code}") for code in LANGUAGES.values()],
        "dct:spatial": link(f"{EU}/country/NOR"),
        "dct:temporal": period(),
    }


def dataset(code: str) -> Node:
    return {
        "@id": place(f"#{code}"),
        "@type": "dcat:Dataset",
        "dct:identifier": place(f"#{code}"),
        "dct:title": in_both(lambda: marked(str(TITLES[code]))),
        "dct:description": in_both(lambda: f"{DEFINITIONS[code]} {CHOICE}"),
        **shared(),
        "dcat:theme": [link(f"{EU}/data-theme/{theme}") for theme in THEMES],
        "dcat:keyword": [said for word in KEYWORDS for said in both(word)],
        "dct:accessRights": link(f"{EU}/access-right/PUBLIC"),
        "dct:accrualPeriodicity": link(f"{EU}/frequency/UPDATE_CONT"),
        "dcat:landingPage": link(place()),
        "dcat:distribution": [link(place(f"#{code}-{form}")) for form in FORMS],
    }


def distribution(code: str, form: str) -> Node:
    media = files.TYPES[form].split(";")[0]
    made = {
        "@id": place(f"#{code}-{form}"),
        "@type": "dcat:Distribution",
        "dct:title": in_both(lambda: f"{marked(str(TITLES[code]))} ({datasets.FORM_NAMES[form]})"),
        "dct:description": both(CHOICE),
        "dcat:accessURL": link(place()),
        "dcat:downloadURL": link(settings.SITE_URL + datasets.address(code, form)),
        "dct:format": link(f"{EU}/file-type/{FORMS[form]}"),
        "dcat:mediaType": link(f"{IANA}/{media}"),
        "dct:license": link(f"{EU}/licence/NLOD_2_0"),
        "dct:rights": rights(),
        "adms:status": link(f"{EU}/distribution-status/COMPLETED"),
    }
    return {**made, "dct:conformsTo": link(JSON_STAT)} if form == "json" else made


def rights() -> Node:
    return {"@type": "dct:RightsStatement", "rdfs:label": both(PROPOSED)}


def period() -> Node:
    first, last = datasets.period()
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@type": "xsd:date", "@value": first.isoformat()},
        "dcat:endDate": {"@type": "xsd:date", "@value": last.isoformat()},
    }


def publisher() -> Node:
    return {
        "@id": place("#utgiver"),
        "@type": "foaf:Agent",
        "foaf:name": both(_("KORUS-portalen")),
        "foaf:homepage": link(settings.SITE_URL),
    }


def contact() -> Node:
    """A page and a shared address, not a person."""
    address = settings.CONTACT_EMAIL
    return {
        "@id": place("#kontakt"),
        "@type": "vcard:Organization",
        "vcard:fn": both(_("KORUS-portalen")),
        "vcard:hasURL": link(settings.SITE_URL + reverse("pages:about")),
        **({"vcard:hasEmail": link(f"mailto:{address}")} if address else {}),
    }
