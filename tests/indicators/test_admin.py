"""The administrator says who keeps a source, and the loader leaves what was chosen by hand."""

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.pages import reference
from municipalities.indicators.models import Indicator, Source

pytestmark = pytest.mark.django_db


def sent(row: Source | Indicator, **changes: object) -> dict[str, object]:
    """What the operator's page sends when only `changes` were made."""
    form = {name: "" if value is None else value for name, value in model_to_dict(row).items()}
    form = {name: value for name, value in form.items() if value is not False}
    return form | changes


def test_whoever_keeps_a_source_may_import_it(
    client: Client, administrator: User, leader: User
) -> None:
    reference.load()
    centre = Centre.objects.get(code="korus-nord")
    leader.memberships.update(organisation=centre.organisation)
    source = Source.objects.get(code="brukerplan")
    assert not Source.objects.importable_by(leader).exists()
    client.force_login(administrator)
    path = reverse("admin:indicators_source_change", args=[source.pk])
    answer = client.post(path, sent(source, keepers=[centre.organisation_id]))
    assert answer.status_code == 302
    assert list(Source.objects.importable_by(leader)) == [source]
    reference.load()
    assert list(Source.objects.importable_by(leader)) == [source]


def test_themes_chosen_by_hand_stay(client: Client, administrator: User) -> None:
    reference.load()
    indicator = Indicator.objects.get(code="cannabis")
    kept = indicator.themes.get(code="prevention")
    client.force_login(administrator)
    path = reverse("admin:indicators_indicator_change", args=[indicator.pk])
    assert client.post(path, sent(indicator, themes=[kept.pk])).status_code == 302
    reference.load()
    assert list(indicator.themes.all()) == [kept]
