"""What looks like a person's details is pointed out, and never repeated."""

import pytest

from reporting.models import AnnualReport
from tests.reporting.report_money import add_grant, found

NAME = "texts_name_no_person"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Ring Kari på 912 34 567.", "telephone", id="mobile"),
        pytest.param("Ring Kari på 22 33 44 55", "telephone", id="in pairs"),
        pytest.param("Tlf. +47 91234567", "telephone", id="with country"),
        pytest.param("Skriv til kari.hansen@kommune.no", "address", id="address"),
        pytest.param("Bruker 120380 12345 var med.", "number", id="looks like a number"),
        pytest.param("Kari, f. 12.03.1980, var med.", "born", id="day of birth"),
        pytest.param("Han er født 1. 2. 99.", "born", id="day of birth in words"),
    ],
)
def test_details_of_a_person_are_pointed_out_and_not_repeated(
    draft: AnnualReport, text: str, kind: str
) -> None:
    draft.sections.filter(key="introduction").update(body=text)
    wrong = found(draft, NAME)
    assert [(row.key, row.is_error) for row in wrong] == [(f"section:introduction:{kind}", False)]
    assert not any(part in wrong[0].text for part in text.split() if part[:1].isdigit())
    assert "kari.hansen" not in wrong[0].text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Vi brukte 12 345 678 kroner og 10 000 000 kroner.", id="amounts"),
        pytest.param("Organisasjonsnummer 974 652 277 og 974652277.", id="organisation"),
        pytest.param("Skriv til postmottak@kommune.no.", id="a shared post box"),
        pytest.param("Fra 01.01.2025 til 31.12.2025, i 2024 og 2025.", id="dates"),
        pytest.param("Kap. 714 post 21 og kap. 765 post 74: 450 000.", id="budget lines"),
    ],
)
def test_figures_and_shared_addresses_are_no_persons(draft: AnnualReport, text: str) -> None:
    draft.sections.filter(key="introduction").update(body=text)
    assert found(draft, NAME) == []


def test_reasons_in_the_accounts_are_read_too(draft: AnnualReport) -> None:
    account = add_grant(draft)
    account.lines.update(reason="Kari (kari@senter.no) sluttet.")
    assert [row.key for row in found(draft, NAME)] == [f"account:{account.pk}:address"]
