"""What a version of the written agreement says, as data. Frozen when the version is made.

Rendered by `documents`; read back by `actions.signing` when an amendment starts to hold.
"""

from typing import Any

from assignments.agreements.models import Agreement, Commitment, PlanAnchoring

SCHEMA = 1


def content_of(agreement: Agreement) -> dict[str, Any]:
    """The agreement as it stands now, ready to be stored as JSON:

    - `schema`: 1; `language`: «nb» or «nn», also of the names below
    - `title`, `purpose`: texts; `starts_on`, `ends_on`: ISO dates
    - `centre`: {`code`, `name`, `host`}: `host` is the organisation that hosts it
    - `municipality`: {`code`, `name`, `county`, `is_district`, `parent`}: `parent` is the
      municipality of a district, else empty
    - `themes`: [{`code`, `name`}]
    - `political`: None, or {`body`, `case`, `on`}
    - `special_needs`: None, or {`text`, `evidence`, `needs`: [text]}
    - `plans`: [{`plan`, `chapter`, `first_year`, `last_year`, `evidence`}]
    - `commitments`: [{`side`, `text`, `owner`, `due_on`, `is_new`}]: `side` is «centre» or
      «municipality»; `is_new` is true for what an amendment adds
    - `centre_case_number`, `municipality_case_number`: texts, may be empty
    - `change`: what an amendment changes; empty in the first version
    """
    return {
        "schema": SCHEMA,
        "language": agreement.language,
        "title": agreement.title,
        "purpose": agreement.purpose,
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        **parties_of(agreement),
        "themes": themes_of(agreement),
        "political": political_of(agreement),
        "special_needs": special_needs_of(agreement),
        "plans": [plan_of(row) for row in agreement.plans.all()],
        "commitments": [commitment_of(row) for row in agreement.commitments.all()],
        "centre_case_number": agreement.centre_case_number,
        "municipality_case_number": agreement.municipality_case_number,
        "change": "",
    }


def parties_of(agreement: Agreement) -> dict[str, Any]:
    centre, place = agreement.centre, agreement.municipality
    return {
        "centre": {
            "code": centre.code,
            "name": centre.name,
            "host": centre.host_organisation or centre.organisation.name,
        },
        "municipality": {
            "code": place.code,
            "name": place.name,
            "county": place.county.name,
            "is_district": place.is_district,
            "parent": place.parent.name if place.parent else "",
        },
    }


def themes_of(agreement: Agreement) -> list[dict[str, str]]:
    column = f"name_{agreement.language}"
    return [{"code": row.code, "name": getattr(row, column)} for row in agreement.themes.all()]


def political_of(agreement: Agreement) -> dict[str, str] | None:
    if agreement.political_on is None:
        return None
    return {
        "body": agreement.political_body,
        "case": agreement.political_case,
        "on": agreement.political_on.isoformat(),
    }


def special_needs_of(agreement: Agreement) -> dict[str, Any] | None:
    if not agreement.has_special_needs:
        return None
    return {
        "text": agreement.special_needs,
        "evidence": agreement.special_needs_evidence,
        "needs": [str(need) for need in agreement.needs.select_related("theme", "municipality")],
    }


def plan_of(row: PlanAnchoring) -> dict[str, Any]:
    return {
        "plan": row.plan,
        "chapter": row.chapter,
        "first_year": row.first_year,
        "last_year": row.last_year,
        "evidence": row.evidence,
    }


def commitment_of(row: Commitment) -> dict[str, Any]:
    return {
        "side": row.side,
        "text": row.text,
        "owner": row.owner,
        "due_on": row.due_on.isoformat(),
        "is_new": False,
    }
