"""The first administrator is made on the server, from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from korus_portal.accounts.models import Membership, Role, User
from korus_portal.audit.models import Event

pytestmark = pytest.mark.django_db


def create(*arguments: str) -> str:
    out = StringIO()
    call_command("create_administrator", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_a_link_to_choose_a_password() -> None:
    text = create("sjef@prove.example", "--name", "Sjef")
    user = User.objects.get()
    assert user.is_staff
    assert user.has_role(Role.ADMINISTRATOR)
    assert "/konto/password/reset/key/" in text
    assert Event.objects.get().kind == "accounts.administrator_created"


def test_running_it_again_makes_no_second_role() -> None:
    create("sjef@prove.example", "--name", "Sjef")
    create("sjef@prove.example", "--name", "Sjef")
    assert Membership.objects.count() == 1


def test_somebody_with_a_password_gets_no_link(adviser: User) -> None:
    assert "has a password already" in create(adviser.email, "--name", "Rådgiver")
    assert User.objects.get(pk=adviser.pk).has_role(Role.ADMINISTRATOR)


def test_the_name_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: "Sjef")
    create("sjef@prove.example")
    assert User.objects.get().name == "Sjef"


def test_nonsense_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        create("sjef", "--name", "Sjef")
    monkeypatch.setattr("builtins.input", lambda _prompt: " ")
    with pytest.raises(CommandError, match="name is needed"):
        create("sjef@prove.example")
