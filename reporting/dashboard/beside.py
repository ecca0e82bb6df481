"""What stands beside a figure: the rules that it is counted by, its source, how fresh it is."""

from dataclasses import dataclass
from functools import cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from reporting.dashboard import rulebook
from reporting.dashboard.rulebook.rule import Rule, Text

ROWS = _(
    "aktiviteter, henvendelser, besvarte kontakter, informasjonsrunder og avtaler som er "
    "registrert i portalen"
)
ACTIVITIES = _("bekreftede aktiviteter som sentrene har registrert i portalen")
PLACES = _(
    "det som er registrert i portalen, og Statistisk sentralbyrås tall for innbyggere og "
    "sentralitet"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that is shown with figures, and the numbers of its rules."""

    name: Text
    numbers: tuple[int, ...]
    source: Text = ROWS
    # Whether the figures follow the rows of coverage, so that their last change can be told.
    follows_rows: bool = True

    @property
    def rules(self) -> list[Rule]:
        return rulebook.rules_by(self.numbers)


FIGURES = {
    "overview": Figure(_("nøkkeltallene"), (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14, 15, 17, 19)),
    "map": Figure(_("kartet og fylkene"), (4, 5, 6, 7, 8, 9, 10, 12, 14, 20, 23)),
    "places": Figure(_("alle kommunene"), (4, 11, 13, 16, 17, 20, 23)),
    "overtime": Figure(_("over tid"), (4, 8, 10, 14, 23, 24)),
    "spread": Figure(_("hvordan tilbudet er fordelt"), (3, 8, 15, 16)),
    "equity": Figure(_("likhet mellom kommuner"), (8, 10, 25), PLACES),
    "matrix": Figure(_("oppgaver og sentre"), (3, 15, 18, 21), ACTIVITIES),
    "sides": Figure(_("timer etter side"), (1, 2, 15, 18, 19), ACTIVITIES),
    "courses": Figure(_("forløp og livsløp"), (1, 2, 15, 18, 19), ACTIVITIES),
    "stages": Figure(
        _("innføring av retningslinjer"),
        (10, 11, 23),
        _("innføringstrinn som sentrene har registrert på tiltak"),
        follows_rows=False,
    ),
    "money": Figure(
        _("midler og årsverk"),
        (3, 8, 15, 27, 30),
        _("tilskudd, årsverk og aktiviteter som er registrert i portalen"),
        follows_rows=False,
    ),
    "functions": Figure(_("nasjonalt og regionalt"), (3, 8, 9, 12, 18, 19)),
    "focus": Figure(_("innsatskommuner"), (10, 24, 25, 26), PLACES),
    "unreached": Figure(_("kommuner som ikke er nådd"), (4, 6, 7, 8, 10, 20)),
    "overlaps": Figure(_("overlapp og hull"), (7, 18, 19, 21, 29), ACTIVITIES),
    "centre": Figure(_("senterets side"), (1, 2, 6, 7, 8, 10, 12, 13, 14, 15, 17, 18)),
    "municipality": Figure(_("kommunens side"), (4, 5, 6, 7, 11, 13, 20, 23)),
    "front": Figure(_("forsiden"), (1, 4, 5, 6, 7, 8, 9, 10, 14, 15)),
    "requests": Figure(_("henvendelser i tall"), (2, 6, 28)),
    "report": Figure(
        _("årsrapporten"),
        (1, 2, 3, 7, 8, 10, 13, 14, 15, 17, 18, 19, 21, 22, 26, 27, 30, 31),
        _("radene som senteret har registrert for året"),
        follows_rows=False,
    ),
}


@cache
def facts(name: str, language: str) -> SafeString:
    """The rules of a figure as ready markup. They are part of the program: the same as long as it
    runs, in each language."""
    page = escape(reverse("reporting:coverage_rules"))
    return mark_safe(  # noqa: S308 - every text is escaped
        "".join(
            f'<div><dt><a href="{page}#{rule.anchor}">{escape(str(rule.title))}</a></dt>'
            f"<dd>{escape(str(rule.text))}</dd></div>"
            for rule in FIGURES[name].rules
        )
    )


def used_by(rule: Rule) -> list[Text]:
    """The figures that a rule stands beside."""
    return [figure.name for figure in FIGURES.values() if rule.number in figure.numbers]
