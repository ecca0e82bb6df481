"""The list with its sums, the page of one grant, and its files."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from centres.grants.duties import duties_of
from centres.grants.models import Grant, GrantLine
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from korus_portal.files.actions import keep_made
from tests.factories import CentreFactory, MandateTaskFactory

LIST = reverse("grants:grant_list")
# Person and roles, what stands in the bar, the choices, the count, the page and the sums.
QUERIES_OF_LIST = 9
# The same, the grant with its three kinds of rows, its duties, and what reports hold.
QUERIES_OF_PAGE = 12


def letters(number: int, **values: Any) -> None:
    for place in range(number):
        made = Grant.objects.create(
            centre=CentreFactory.create(), scheme=f"Ordning {place}", year=2025, **values
        )
        GrantLine.objects.create(grant=made, chapter="765", item="74", amount=1000)


def test_the_directorate_reads_all_and_the_sum_of_each_line(
    client: Client, directorate: User, grant: Grant
) -> None:
    letters(2)
    GrantLine.objects.filter(grant=grant, chapter="714").update(amount=None)
    client.force_login(directorate)
    context = client.get(LIST).context
    assert len(context["rows"]) == 3
    totals = [(one.name, one.grants, one.amount, one.unknown) for one in context["totals"]]
    assert totals == [
        ("kap. 714 post 21", 1, "", 1),
        ("kap. 765 post 74", 3, "1\u00a0102\u00a0000 kr", 0),
    ]


def test_the_sums_are_of_what_is_chosen(client: Client, directorate: User, grant: Grant) -> None:
    letters(2)
    client.force_login(directorate)
    for query, number in (
        ({"senter": grant.centre.code}, 1),
        ({"ordning": "kompetanse"}, 1),
        ({"ordning": "ORDNING"}, 2),
        ({"aar": "2025"}, 3),
        ({"type": "korus", "senter": grant.centre.code}, 1),
    ):
        assert len(client.get(LIST, query).context["rows"]) == number, query
    chosen = client.get(LIST, {"ordning": "ordning 1"}).context["totals"]
    assert [one.amount for one in chosen] == ["1\u00a0000 kr"]


def test_a_centre_reads_its_own(
    client: Client, adviser: User, leader_elsewhere: User, grant: Grant
) -> None:
    letters(2)
    client.force_login(adviser)
    assert [row.url for row in client.get(LIST).context["rows"]] == [grant.get_absolute_url()]
    client.force_login(leader_elsewhere)
    assert client.get(LIST).context["rows"] == []


@pytest.mark.parametrize("number", [2, 20])
def test_the_list_asks_as_much_for_many_as_for_one(
    client: Client, directorate: User, django_assert_num_queries: Any, number: int
) -> None:
    letters(number)
    client.force_login(directorate)
    client.get(LIST)
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert len(client.get(LIST).context["rows"]) == number


@pytest.mark.parametrize("number", [1, 20])
def test_the_page_asks_as_much_for_many_rows_as_for_one(
    client: Client, leader: User, grant: Grant, django_assert_num_queries: Any, number: int
) -> None:
    for place in range(number):
        GrantLine.objects.create(grant=grant, chapter="800", item=str(place), amount=1)
        grant.items.create(kind="goal", number=f"9.{place}", text="Mer.", position=place + 5)
        grant.application_lines.create(name=f"Post {place}", amount=1, position=place + 5)
    client.force_login(leader)
    client.get(grant.get_absolute_url())
    with django_assert_num_queries(QUERIES_OF_PAGE):
        client.get(grant.get_absolute_url())


def test_the_page_shows_letter_points_application_and_duties(
    client: Client, leader: User, grant: Grant
) -> None:
    applies = {"C1": "all", "C2": "national", "C3": "regional", "C4": "korus"}
    for code, kind in applies.items():
        MandateTaskFactory.create(code=code, applies_to=kind, is_optional=code == "C4")
    Grant.objects.filter(pk=grant.pk).update(applied_amount=1_000_000)
    client.force_login(leader)
    answer = client.get(grant.get_absolute_url())
    context, text = answer.context, answer.content.decode()
    assert [group.name for group in context["points"]] == ["Mål", "Krav"]
    assert context["lines"].total == context["budget"].total == "1\u00a0500\u00a0000 kr"
    assert [duty.code for duty in context["duties"]] == ["C1", "C3", "C4"]
    assert "(frivillig)" in text
    assert "983971709" in text
    assert "Budsjettet stemmer ikke med søkt beløp" in text


@pytest.mark.parametrize(
    ("number", "warning"),
    [("983971709", ""), ("983971700", "ikke gyldig"), ("", "mangler"), (None, "ikke registrert")],
    ids=["right", "wrong", "empty", "nobody"],
)
def test_a_doubtful_recipient_is_a_warning(
    client: Client, leader: User, grant: Grant, number: str | None, warning: str
) -> None:
    if number is None:
        Grant.objects.filter(pk=grant.pk).update(recipient=None)
    else:
        Organisation.objects.filter(name="Prøvesykehuset HF").update(number=number)
    client.force_login(leader)
    shown = client.get(grant.get_absolute_url()).context["recipient_warning"]
    assert warning in shown
    assert bool(shown) == bool(warning)


def test_only_those_who_see_the_grant_read_its_files(
    client: Client, adviser: User, leader_elsewhere: User, directorate: User, grant: Grant
) -> None:
    file = keep_made(name="brev.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    Grant.objects.filter(pk=grant.pk).update(letter=file)
    letter = reverse("grants:letter_download", args=[grant.pk])
    for reader, status in ((adviser, 200), (directorate, 200), (leader_elsewhere, 404)):
        client.force_login(reader)
        assert client.get(letter).status_code == status
    client.force_login(adviser)
    application = reverse("grants:application_download", args=[grant.pk])
    assert client.get(application).status_code == 404


def test_the_history_tells_who_changed_which_row(
    client: Client, directorate: User, grant: Grant
) -> None:
    grant.letter_on = date(2025, 2, 11)
    grant.save()
    grant.lines.all()[0].delete()
    client.force_login(directorate)
    text = client.get(reverse("grants:grant_history", args=[grant.pk])).content.decode()
    assert "Budsjettlinje: fjernet" in text
    assert "Brevdato: fra «10. februar 2025» til «11. februar 2025»" in text


def test_a_centre_with_both_functions_has_the_duties_of_both(centre: Centre) -> None:
    for code, kind in {"C1": "all", "C2": "national", "C3": "regional", "C4": "korus"}.items():
        MandateTaskFactory.create(code=code, applies_to=kind)

    def codes(kind: str, function: str) -> list[str]:
        centre.kind, centre.function = kind, function
        return sorted(duties_of(centre).values_list("code", flat=True))

    assert codes("korus", "both") == ["C1", "C2", "C3", "C4"]
    assert codes("rvts", "both") == ["C1", "C2", "C3"]
    assert codes("rvts", "regional") == ["C1", "C3"]
    assert codes("national_service", "national") == ["C1", "C2"]


def test_the_leader_takes_out_a_point_and_a_file_from_the_history_too(
    client: Client, leader: User, grant: Grant
) -> None:
    old, new = (
        keep_made(name=name, content_type="application/pdf", content=b"%PDF-1.7")
        for name in ("kari.pdf", "brev.pdf")
    )
    for file in (old, new):
        grant.letter = file
        grant.save()
    point = grant.items.all()[0]
    point.text = "Nå Kari Nordmann."
    point.save()
    client.force_login(leader)
    address = reverse("grants:grant_redact", args=[grant.pk])
    sent = {"texts": ["letter", f"item-{point.pk}"], "reason": "Navn på en person"}
    assert client.post(address, sent).status_code == 302
    history = client.get(reverse("grants:grant_history", args=[grant.pk])).content.decode()
    page = client.get(grant.get_absolute_url()).content.decode()
    for text in (history, page):
        assert "Kari" not in text
        assert "kari.pdf" not in text
        assert "brev.pdf" not in text
    assert client.get(reverse("grants:letter_download", args=[grant.pk])).status_code == 409
    assert client.get(address).context["form"].left == [
        (f"item-{item.pk}", f"Punkt {item.number}: {item.text}")
        for item in grant.items.exclude(pk=point.pk)
    ]
