"""What an update does to the register is what its preview says, once, and a load keeps it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from assignments.requests.letters import people_of_municipality
from assignments.requests.models import SupportRequest
from korus_portal.accounts.models import Organisation, Role, User
from korus_portal.audit.models import Event
from korus_portal.jobs.models import Job
from municipalities.models import County, Municipality, MunicipalityChange
from municipalities.register import actions
from municipalities.register.comparing import compare
from municipalities.register.klass import CodeList, CodeRow
from municipalities.register.models import RegisterUpdate
from municipalities.register.preview import preview_of
from municipalities.register.snapshot import comparison_of, register_around
from municipalities.structure import carry
from tests.factories import CentreFactory, SupportRequestFactory, UserFactory
from tests.register.conftest import CHANGE_COLUMNS, CODE_COLUMNS, as_csv, change_row, code_row
from tests.register.factories import RegisterUpdateFactory, waiting

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
Make = Callable[..., Municipality]


def shown(update: RegisterUpdate) -> set[tuple[str, str, str]]:
    return {(one.kind, one.old, one.new) for one in comparison_of(update).changes}


def stored() -> set[tuple[str, str, str]]:
    changes = MunicipalityChange.objects.filter(date=DAY)
    return set(changes.values_list("change_type", "old__code", "new__code"))


@pytest.fixture
def reform(small_norway: Make, administrator: User) -> RegisterUpdate:
    """One of each kind: a new number, a merger, a split, a name, land that moves."""
    for code, name in (
        ("0301", "Oslo"),
        ("3201", "Bærum"),
        ("3203", "Asker"),
        ("3205", "Lillestrøm"),
        ("3207", "Nordre Follo"),
        ("3212", "Nesodden"),
    ):
        small_norway(code, name, population=1000, language_form="bokmål", name_sami="Sámi")
    return waiting(
        [
            ("0301", "Oslo - Oslove"),
            ("3251", "Bærum"),
            ("3252", "Follo"),
            ("3253", "Lille"),
            ("3254", "Strøm"),
            ("3207", "Nordre Follo"),
        ],
        [
            ("0301", "Oslo", "0301", "Oslo - Oslove"),
            ("3201", "Bærum", "3251", "Bærum"),
            ("3203", "Asker", "3252", "Follo"),
            ("3212", "Nesodden", "3252", "Follo"),
            ("3205", "Lillestrøm", "3253", "Lille"),
            ("3205", "Lillestrøm", "3254", "Strøm"),
            ("3207", "Nordre Follo", "3252", "Follo"),
        ],
        by=administrator,
    )


class TestEachKind:
    def test_the_preview_says_what_is_done(
        self, reform: RegisterUpdate, administrator: User
    ) -> None:
        before = preview_of(reform, comparison_of(reform))
        assert shown(reform) == {
            ("rename", "0301", "0301"),
            ("renumber", "3201", "3251"),
            ("merge", "3203", "3252"),
            ("merge", "3212", "3252"),
            ("split", "3205", "3253"),
            ("split", "3205", "3254"),
            ("boundary", "3207", "3252"),
        }
        assert dict(before.figures)["Kommuner etter"] == 6
        actions.apply_update(update=reform, by=administrator)
        assert stored() == shown(reform)
        after = preview_of(reform, comparison_of(reform))
        assert (after.figures, after.counties) == (before.figures, before.counties)
        assert after.is_known

    def test_facts_and_party_follow_a_new_number(
        self, reform: RegisterUpdate, administrator: User
    ) -> None:
        old = Municipality.objects.get(code="3201")
        party = old.organisation
        assert party is not None
        contact = UserFactory.create(role=(party, Role.CONTACT))
        actions.apply_update(update=reform, by=administrator)
        old.refresh_from_db()
        new = Municipality.objects.get(code="3251")
        assert (old.valid_to, old.organisation) == (date(2026, 5, 31), None)
        assert (new.organisation, new.population, new.language_form) == (party, 1000, "bokmål")
        assert (new.name, new.name_sami) == ("Bærum", "Sámi")
        assert contact.parties(Role.CONTACT) == {party.pk}
        assert carry("3201", on=date(2025, 1, 1), to=DAY).codes == ("3251",)

    def test_what_was_asked_under_the_old_number_stays_with_its_people(
        self, reform: RegisterUpdate, administrator: User
    ) -> None:
        old = Municipality.objects.get(code="3201")
        contact = UserFactory.create(role=(old.organisation, Role.CONTACT))
        stranger = Municipality.objects.get(code="3203").organisation
        other = UserFactory.create(role=(stranger, Role.CONTACT))
        sent = SupportRequestFactory.create(
            centre=CentreFactory.create(), municipality=old, submitted_by=contact
        )
        actions.apply_update(update=reform, by=administrator)
        assert list(SupportRequest.objects.visible_to(contact)) == [sent]
        assert not SupportRequest.objects.visible_to(other).exists()
        sent.refresh_from_db()
        assert list(people_of_municipality(sent)) == [contact]

    def test_what_a_divided_municipality_asked_is_read_by_neither_heir(
        self, reform: RegisterUpdate, administrator: User
    ) -> None:
        old = Municipality.objects.get(code="3205")
        sent = SupportRequestFactory.create(
            centre=CentreFactory.create(), municipality=old, submitted_by=administrator
        )
        actions.apply_update(update=reform, by=administrator)
        for code in ("3253", "3254"):
            heir = Municipality.objects.get(code=code).organisation
            contact = UserFactory.create(role=(heir, Role.CONTACT))
            assert not SupportRequest.objects.visible_to(contact).exists()
            assert contact not in people_of_municipality(sent)

    def test_people_of_a_merged_municipality_stay_and_are_told_of(
        self, reform: RegisterUpdate, administrator: User
    ) -> None:
        old = Municipality.objects.get(code="3212")
        assert old.organisation is not None
        UserFactory.create(role=(old.organisation, Role.CONTACT))
        assert preview_of(reform, comparison_of(reform)).roles == [("3212 Nesodden", 1)]
        actions.apply_update(update=reform, by=administrator)
        old.refresh_from_db()
        assert old.organisation is not None
        new = Municipality.objects.get(code="3252")
        assert new.organisation is not None
        assert new.organisation.name == "Follo kommune"
        assert not new.organisation.memberships.exists()
        assert (new.population, new.language_form) == (None, "")

    def test_a_new_name_goes_to_the_row_and_its_party(
        self, reform: RegisterUpdate, administrator: User
    ) -> None:
        actions.apply_update(update=reform, by=administrator)
        row = Municipality.objects.select_related("organisation").get(code="0301")
        assert (row.name, row.official_name, row.valid_to) == ("Oslo", "Oslo - Oslove", None)
        assert row.organisation is not None
        assert row.organisation.name == "Oslo kommune"

    def test_a_municipality_parted_from_one_that_stays_is_a_split(
        self, small_norway: Make, administrator: User
    ) -> None:
        small_norway("1508", "Ålesund")
        update = waiting(
            [("1508", "Ålesund"), ("1580", "Haram")],
            [("1508", "Ålesund", "1580", "Haram")],
            by=administrator,
        )
        assert shown(update) == {("split", "1508", "1508"), ("split", "1508", "1580")}
        actions.apply_update(update=update, by=administrator)
        found = carry("1508", on=date(2025, 1, 1), to=DAY)
        assert (found.codes, found.is_split) == (("1508", "1580"), True)
        assert carry("1508", on=DAY, to=DAY).codes == ("1508",)

    def test_a_county_is_made_when_the_list_has_it(
        self, small_norway: Make, administrator: User
    ) -> None:
        small_norway("5401", "Tromsø")
        update = waiting(
            [("55", "Troms - Romsa"), ("5501", "Tromsø")],
            [("5401", "Tromsø", "5501", "Tromsø")],
            by=administrator,
        )
        notices = preview_of(update, comparison_of(update)).notices
        assert "Nye fylker: 55 Troms" in notices[0]
        actions.apply_update(update=update, by=administrator)
        assert County.objects.get(code="55").valid_from == DAY
        assert County.objects.get(code="54").valid_to == date(2026, 5, 31)
        assert Municipality.objects.get(code="5501").county.code == "55"


class TestDeciding:
    def test_it_is_done_once_and_recorded(
        self, client: Client, reform: RegisterUpdate, administrator: User
    ) -> None:
        client.force_login(administrator)
        page = client.get(reform.get_absolute_url())
        seen = {"seen": page.context["fingerprint"]}
        first = client.post(f"{reform.get_absolute_url()}ta-i-bruk/", seen)
        assert first["Location"] == Job.objects.get().get_absolute_url()
        count = Municipality.objects.count()
        again = client.post(f"{reform.get_absolute_url()}ta-i-bruk/", seen, follow=True)
        assert "Listene er alt avgjort." in again.content.decode()
        assert Municipality.objects.count() == count
        assert Event.objects.filter(kind="register.update_applied").count() == 1
        assert Job.objects.count() == 1

    def test_lists_that_the_reference_data_has_taken_in_leave_the_people_where_they_are(
        self, small_norway: Make, administrator: User
    ) -> None:
        """The new row stands already, with a party of its own: the old one keeps its people."""
        old = small_norway("3201", "Bærum", valid_to=date(2026, 5, 31))
        new = small_norway("3251", "Bærum", valid_from=DAY)
        MunicipalityChange.objects.create(
            date=DAY, change_type="renumber", old=old, old_name="Bærum", new=new, new_name="Bærum"
        )
        lists = [("3251", "Bærum")], [("3201", "Bærum", "3251", "Bærum")]
        update = waiting(*lists, by=administrator)
        assert comparison_of(update).is_known
        actions.apply_update(update=update, by=administrator)
        for row in (old, new):
            party = row.organisation
            row.refresh_from_db()
            assert row.organisation == party

    def test_the_same_lists_once_more_find_nothing_to_do(
        self, client: Client, reform: RegisterUpdate, administrator: User
    ) -> None:
        actions.apply_update(update=reform, by=administrator)
        rows = set(Municipality.objects.values_list("pk", "valid_from", "valid_to"))
        parties = Organisation.objects.count()
        content = {key: reform.content[key] for key in ("codes", "counties", "changes")}
        second = RegisterUpdateFactory.create(
            content=content, uploaded_by=administrator, valid_from=DAY
        )
        client.force_login(administrator)
        page = client.get(second.get_absolute_url()).content.decode()
        assert "Registeret er alt slik listene sier" in page
        assert "Ta i bruk</button>" not in page
        actions.apply_update(update=second, by=administrator)
        assert set(Municipality.objects.values_list("pk", "valid_from", "valid_to")) == rows
        assert Organisation.objects.count() == parties
        assert len(stored()) == 7

    def test_a_register_that_has_changed_since_is_looked_through_again(
        self, client: Client, reform: RegisterUpdate, administrator: User, small_norway: Make
    ) -> None:
        client.force_login(administrator)
        seen = client.get(reform.get_absolute_url()).context["fingerprint"]
        small_norway("3299", "Nyby")
        url = f"{reform.get_absolute_url()}ta-i-bruk/"
        answer = client.post(url, {"seen": seen}, follow=True)
        assert "Registeret er endret siden" in answer.content.decode()
        assert "3299 Nyby er borte fra kodelisten" in answer.content.decode()
        assert not stored()

    def test_an_applied_update_still_says_what_it_did_after_the_next_reform(
        self, client: Client, small_norway: Make, administrator: User
    ) -> None:
        small_norway("3201", "Bærum")
        for old, new, day in (("3201", "3251", DAY), ("3251", "3252", DAY + timedelta(days=30))):
            lists = [(new, "Bærum")], [(old, "Bærum", new, "Bærum")]
            update = waiting(*lists, by=administrator, day=day)
            actions.apply_update(update=update, by=administrator)
        client.force_login(administrator)
        first = RegisterUpdate.objects.earliest("valid_from")
        page = client.get(first.get_absolute_url()).content.decode()
        assert "passer ikke med registeret" not in page
        assert "3251 Bærum" in page

    def test_lists_of_a_day_to_come_wait(
        self, client: Client, small_norway: Make, administrator: User
    ) -> None:
        small_norway("0301", "Oslo")
        day = timezone.localdate() + timedelta(days=1)
        codes, changes = [("0399", "Oslo")], [("0301", "Oslo", "0399", "Oslo")]
        update = waiting(codes, changes, by=administrator, day=day)
        with pytest.raises(actions.NotYetError):
            actions.apply_update(update=update, by=administrator)
        client.force_login(administrator)
        page = client.get(update.get_absolute_url()).content.decode()
        assert "Listene kan tas i bruk fra" in page
        assert "Ta i bruk</button>" not in page

    def test_discarded_lists_change_nothing_and_cannot_be_applied(
        self, client: Client, reform: RegisterUpdate, administrator: User
    ) -> None:
        client.force_login(administrator)
        client.post(f"{reform.get_absolute_url()}forkast/")
        with pytest.raises(actions.AlreadyDecidedError):
            actions.apply_update(update=reform, by=administrator)
        assert not stored()
        assert Event.objects.get(kind="register.update_discarded").by_id == administrator.pk

    def test_nobody_else_may(self, reform: RegisterUpdate, leader: User) -> None:
        for act in (actions.apply_update, actions.discard_update):
            with pytest.raises(PermissionDenied):
                act(update=reform, by=leader)

    def test_the_same_files_twice_are_one_update(self, administrator: User) -> None:
        files = (actions.ReadFile("a.csv", b"a"), actions.ReadFile("b.csv", b"b"))
        both = [
            actions.store_update(
                valid_from=DAY, files=files, codes=CodeList(), changes=[], by=administrator
            )
            for _time in range(2)
        ]
        assert both[0] == both[1]


class TestTheCommand:
    @pytest.fixture
    def files(self, small_norway: Make, tmp_path: Path) -> dict[str, str]:
        small_norway("0301", "Oslo")
        codes = [code_row("0399", "Oslo", day=DAY), code_row("03", "Oslo", day=DAY)]
        changes = [change_row("0301", "Oslo", "0399", "Oslo", day=DAY)]
        (tmp_path / "codes.csv").write_bytes(as_csv(CODE_COLUMNS, codes))
        (tmp_path / "changes.csv").write_bytes(as_csv(CHANGE_COLUMNS, changes))
        return {"codes": str(tmp_path / "codes.csv"), "changes": str(tmp_path / "changes.csv")}

    def call(self, files: dict[str, str], *more: str) -> None:
        call_command(
            "load_klass",
            *("--codes", files["codes"], "--changes", files["changes"]),
            *("--valid-from", DAY.isoformat(), *more),
        )

    def test_it_shows_and_changes_only_when_asked(
        self, files: dict[str, str], administrator: User, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.call(files, "--by", administrator.email)
        assert "nytt nummer: 0301 Oslo → 0399 Oslo" in capsys.readouterr().out
        assert not stored()
        self.call(files, "--by", administrator.email, "--apply")
        assert stored() == {("renumber", "0301", "0399")}
        assert RegisterUpdate.objects.get().state == "applied"

    def test_it_refuses_others_and_files_that_do_not_fit(
        self, files: dict[str, str], administrator: User, tmp_path: Path
    ) -> None:
        other = UserFactory.create()
        with pytest.raises(CommandError, match="not an administrator"):
            self.call(files, "--by", other.email, "--apply")
        with pytest.raises(CommandError, match="nobody is called"):
            self.call(files, "--by", "x@prove.example")
        (tmp_path / "changes.csv").write_bytes(b"")
        with pytest.raises(CommandError, match="Filen er tom"):
            self.call(files, "--by", administrator.email, "--apply")
        with pytest.raises(CommandError, match=r"nei\.csv"):
            self.call({**files, "codes": str(tmp_path / "nei.csv")}, "--by", administrator.email)
        assert not stored()


def test_a_name_that_is_only_written_otherwise_is_kept(small_norway: Make) -> None:
    small_norway("5436", "Porsanger", official_name="Porsanger - Porsáŋgu - Porsanki")
    listed = CodeList([CodeRow(2, "5436", "Porsanger - Porsángu - Porsanki")])
    found = compare(register_around(DAY), listed, [])
    assert found.changes == []
    assert [code for code, *_names in found.spelled_otherwise] == ["5436"]
