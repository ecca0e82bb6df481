"""A centre's own words of the interim reply."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.plans.conflicts import StaleVersionError
from assignments.requests.actions.templates import Words, reset_template, save_template
from assignments.requests.models import LetterTemplate
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event

OWN = Words("Vårt svar {saksnummer}", "Hei, {kommune}! {senter}")


@pytest.fixture(autouse=True)
def everyones(db: None) -> LetterTemplate:
    return LetterTemplate.objects.create(language="nb", subject="{saksnummer}", body="Felles ord")


def path(centre: Centre, language: str = "nb") -> str:
    return reverse("requests:template_edit", args=[centre.code, language])


def post(client: Client, centre: Centre, **changes: str) -> object:
    typed = {"subject": OWN.subject, "body": OWN.body, "version": "0"}
    return client.post(path(centre), typed | changes)


def test_the_leader_writes_the_centres_own_words(
    as_leader: Client, leader: User, centre: Centre, everyones: LetterTemplate
) -> None:
    assert "Felles ord" in as_leader.get(path(centre)).content.decode()
    post(as_leader, centre)
    own = LetterTemplate.objects.get(centre=centre)
    assert (own.subject, own.body, own.version) == (OWN.subject, OWN.body, 1)
    assert own.changed_by == leader
    everyones.refresh_from_db()
    assert everyones.body == "Felles ord"
    assert Event.objects.get(kind="requests.template_saved").details == {"language": "nb"}


def test_the_same_words_twice_are_one_change(leader: User, centre: Centre) -> None:
    for _n in range(2):
        save_template(centre=centre, language="nb", words=OWN, version=0, by=leader)
    assert LetterTemplate.objects.get(centre=centre).version == 1
    assert Event.objects.filter(kind="requests.template_saved").count() == 1


def test_who_saves_last_sees_both_texts_and_may_then_replace(
    as_leader: Client, leader: User, centre: Centre
) -> None:
    save_template(
        centre=centre, language="nb", words=Words("A", "Kollegaens"), version=0, by=leader
    )
    response = as_leader.post(path(centre), {"subject": "B", "body": "Mine", "version": "0"})
    page = response.content.decode()
    assert "Noen lagret før deg" in page
    assert "Kollegaens" in page
    assert "Mine" in page
    assert LetterTemplate.objects.get(centre=centre).body == "Kollegaens"
    again = {bound.html_name: str(bound.value()) for bound in response.context["form"]}
    assert as_leader.post(path(centre), again).status_code == 302
    assert LetterTemplate.objects.get(centre=centre).body == "Mine"


@pytest.mark.parametrize("body", ["{navn}", "{saksnummer", "saksnummer}", "{}", "{ frist }"])
def test_an_unknown_placeholder_is_an_error_at_its_field(
    as_leader: Client, centre: Centre, body: str
) -> None:
    response = as_leader.post(path(centre), {"subject": "x", "body": body, "version": "0"})
    assert list(response.context["form"].errors) == ["body"]
    assert not LetterTemplate.objects.filter(centre=centre).exists()


def test_words_without_a_case_number_are_saved_with_a_warning(
    as_leader: Client, centre: Centre
) -> None:
    typed = {"subject": "Svar", "body": "Hei", "version": "0"}
    page = as_leader.post(path(centre), typed, follow=True).content.decode()
    assert "Malen mangler {saksnummer}" in page
    assert LetterTemplate.objects.filter(centre=centre).exists()


def test_a_preview_fills_in_and_saves_nothing(
    as_leader: Client, leader: User, centre: Centre
) -> None:
    typed = {"subject": "Svar", "body": "Fra {rådgiver} i {senter}", "version": "0"}
    page = as_leader.post(path(centre), typed | {"preview": "1"}).content.decode()
    assert f"Fra {leader.name} i {centre.name}" in page
    assert not LetterTemplate.objects.filter(centre=centre).exists()


def test_reset_brings_everyones_words_back(as_leader: Client, leader: User, centre: Centre) -> None:
    save_template(centre=centre, language="nb", words=OWN, version=0, by=leader)
    url = reverse("requests:template_reset", args=[centre.code, "nb"])
    for _n in range(2):
        assert as_leader.post(url, {"version": "1"}).status_code == 302
    assert not LetterTemplate.objects.filter(centre=centre).exists()
    assert "Felles ord" in as_leader.get(path(centre)).content.decode()
    assert Event.objects.filter(kind="requests.template_reset").count() == 1


def test_reset_does_not_take_what_a_colleague_wrote_meanwhile(leader: User, centre: Centre) -> None:
    save_template(centre=centre, language="nb", words=OWN, version=0, by=leader)
    save_template(centre=centre, language="nb", words=Words("B", "b"), version=1, by=leader)
    with pytest.raises(StaleVersionError):
        reset_template(centre=centre, language="nb", version=1, by=leader)
    assert LetterTemplate.objects.get(centre=centre).body == "b"


def test_sami_has_no_words_until_people_write_them(as_leader: Client, centre: Centre) -> None:
    page = as_leader.get(reverse("requests:template_list")).content.decode()
    assert page.count("få") >= 1
    assert "Ingen har skrevet en tekst" in as_leader.get(path(centre, "se")).content.decode()
    assert as_leader.get(path(centre, "en")).status_code == 404


def test_only_the_leader_writes(adviser: User, leader_elsewhere: User, centre: Centre) -> None:
    for person in (adviser, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            save_template(centre=centre, language="nb", words=OWN, version=0, by=person)
        with pytest.raises(PermissionDenied):
            reset_template(centre=centre, language="nb", version=0, by=person)
