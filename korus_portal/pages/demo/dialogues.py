"""Demo dialogues between centres: one that ended in an agreement, and one that waits for an answer.

Made by the same actions as people use, so that a demo dialogue has passed every check.
"""

from datetime import date

from assignments.coverage.models import Fact
from assignments.dialogues import actions
from assignments.dialogues.actions import Outcome
from assignments.dialogues.concerned import About
from assignments.dialogues.models import Dialogue
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import County, Municipality, Theme

DEMO = " (Demotekst.)"


def make_dialogues(staff: dict[str, User], today: date) -> None:
    """KORUS Nord with RVTS Nord where both were, and with RKBU Nord in Finnmark."""
    codes = ("korus-nord", "rvts-nord", "rkbu-nord")
    nord, rvts, rkbu = (Centre.objects.get(code=code) for code in codes)
    make_agreed(nord, rvts, staff, today.year - 1)
    make_waiting(rkbu, nord, staff, today.year)
    Dialogue.objects.update(is_demo=True)


def make_agreed(nord: Centre, rvts: Centre, staff: dict[str, User], year: int) -> None:
    own, theirs = staff[nord.code], staff[rvts.code]
    theme = Theme.objects.get(code="trauma")
    dialogue = actions.open_dialogue(
        about=About(
            Dialogue.Kind.OVERLAP,
            theme,
            year,
            municipality=shared_place(nord, rvts, theme, year),
        ),
        centres=[nord, rvts],
        text="Vi har begge arbeidet med traumer her. Skal vi gjøre det sammen?" + DEMO,
        by=own,
    )
    actions.write(
        dialogue=dialogue,
        centre=rvts,
        text="Gjerne. Vi kan ta det faglige om traumer." + DEMO,
        by=theirs,
    )
    text = "Ett felles kurs i halvåret. KORUS Nord er vertskap, RVTS Nord underviser." + DEMO
    stored = Dialogue.objects.get(pk=dialogue.pk)
    proposed = actions.propose(
        dialogue=stored,
        centre=nord,
        outcome=Outcome(Dialogue.Result.JOINT, text),
        version=stored.version,
        by=own,
    )
    actions.agree(dialogue=proposed, centre=rvts, version=proposed.version, by=theirs)


def shared_place(one: Centre, other: Centre, theme: Theme, year: int) -> Municipality:
    """Where both were at work on the theme; Alta if that was nowhere."""
    facts = Fact.objects.filter(year=year, theme=theme, place_then__isnull=False)
    there = facts.filter(centre=other).values("place_then")
    both = facts.filter(centre=one, place_then__in=there).order_by("place_then__code").first()
    if both is not None and both.place_then is not None:
        return both.place_then
    return Municipality.objects.get(code="5601")


def make_waiting(rkbu: Centre, nord: Centre, staff: dict[str, User], year: int) -> None:
    actions.open_dialogue(
        about=About(
            Dialogue.Kind.GAP,
            Theme.objects.get(code="child_welfare"),
            year,
            county=County.objects.get(code="56", valid_to=None),
        ),
        centres=[rkbu, nord],
        text="Få kommuner i Finnmark har fått noe om barnevern i år. Hva gjør vi?" + DEMO,
        by=staff[rkbu.code],
    )
