"""A report's figures in words: what each is called, how it is written, what it means."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.figures import RESEARCH_WARNING, Figures

Value = int | Decimal | None


@dataclass(frozen=True)
class KeyFigure:
    """`group` and `key` say where its rows are found; empty where no rows are behind."""

    key: str
    label: str
    value: Value
    text: str
    note: str
    group: str = "totals"


def unknown() -> str:
    return _("ikke kjent")


def of_year(figures: Figures) -> list[KeyFigure]:
    """The key figures of the whole report."""
    if not figures:
        return []
    return [
        *effort(figures["totals"]),
        *reach(figures["levels"]),
        *rest(figures),
        *around(figures),
    ]


def effort(totals: Figures) -> list[KeyFigure]:
    """Activities, hours and attendances, of a report or of one tiltak."""
    activities = totals["activities"]["value"]
    counted = KeyFigure(
        "activities",
        _("Aktiviteter"),
        activities,
        formatting.number(activities),
        _("Bekreftede aktiviteter av alle slag."),
    )
    return [counted, hours(totals["hours"]), attendances(totals["attendances"])]


def hours(figure: Figures) -> KeyFigure:
    value = Decimal(figure["value"]) if figure["given"] else None
    text = unknown() if value is None else formatting.decimal(value)
    return KeyFigure("hours", _("Timer"), value, text, given_note(figure))


def attendances(figure: Figures) -> KeyFigure:
    value = figure["value"] if figure["given"] else None
    text = unknown() if value is None else formatting.number(value)
    return KeyFigure("attendances", _("Deltakelser"), value, text, given_note(figure))


def given_note(figure: Figures) -> str:
    return _("Oppgitt for %(given)s av %(of)s aktiviteter.") % {
        "given": formatting.number(figure["given"]),
        "of": formatting.number(figure["of"]),
    }


def reach(levels: Figures) -> list[KeyFigure]:
    """Municipalities by level, with the share of the catchment where there is one."""
    names = {
        "known": _("Kommuner der tilbudet er kjent"),
        "contacted": _("Kommuner med kontakt"),
        "used": _("Kommuner som har brukt tilbudet"),
    }
    return [
        KeyFigure(
            key,
            label,
            levels[key]["value"],
            formatting.number(levels[key]["value"]),
            share_note(levels, key),
            group="levels",
        )
        for key, label in names.items()
    ]


def share_note(levels: Figures, key: str) -> str:
    if not levels["has_data"]:
        return _("Ingen data: ingen bekreftede aktiviteter i året.")
    if levels.get("is_national"):  # not in figures that were frozen before it was told
        return _("En nasjonal funksjon har ingen andel.")
    if levels["denominator"] is None:
        return _("Andel er ikke kjent: senteret har ikke registrert ansvarsområde.")
    return _("%(inside)s av %(all)s kommuner i ansvarsområdet (%(share)s).") % {
        "inside": formatting.number(levels[key]["inside"]),
        "all": formatting.number(levels["denominator"]),
        "share": formatting.share(levels[key]["share"]),
    }


def rest(figures: Figures) -> list[KeyFigure]:
    totals = figures["totals"]
    return [
        KeyFigure(
            "requests",
            _("Henvendelser"),
            totals["requests"]["value"],
            formatting.number(totals["requests"]["value"]),
            _("Sendt i året til senteret, eller akseptert av det."),
        ),
        days_to_answer(totals["days_to_answer"]),
        research(figures["research"]),
        optional(
            "outside_catchment",
            _("Aktiviteter utenfor ansvarsområdet"),
            totals["outside_catchment"]["value"],
            _("Teller i timer og antall, ikke i andelen av kommunene."),
        ),
        optional(
            "without_assignment",
            _("Aktiviteter uten tiltak"),
            totals["without_assignment"]["value"],
            _("Er med i summene, men ikke under noe tiltak."),
        ),
    ]


def optional(key: str, label: str, value: int | None, note: str) -> KeyFigure:
    text = unknown() if value is None else formatting.number(value)
    return KeyFigure(key, label, value, text, note)


def days_to_answer(figure: Figures) -> KeyFigure:
    value, answered = figure["value"], formatting.number(len(figure["rows"]))
    return KeyFigure(
        "days_to_answer",
        _("Dager til første svar (median)"),
        None if value is None else Decimal(value),
        unknown() if value is None else formatting.decimal(value),
        _("For %(count)s besvarte henvendelser.") % {"count": answered},
    )


def research(figure: Figures) -> KeyFigure:
    value = figure["value"]
    summaries = formatting.decimal(figure["summary_hours"])
    note = _("Timer på C7 og C8. I tillegg %(hours)s timer på oppsummering (C6).") % {
        "hours": summaries
    }
    if figure["is_high"]:
        high = _("Over %(limit)s %%: forskning skal ikke være hovedoppgaven.")
        note = f"{note} {high % {'limit': RESEARCH_WARNING}}"
    return KeyFigure(
        "research",
        _("Forskningsandel av timene"),
        None if value is None else Decimal(value),
        unknown() if value is None else formatting.share(value),
        note,
        group="research",
    )


def around(figures: Figures) -> list[KeyFigure]:
    """What figures that were frozen before it was counted do not have."""
    if "agreements" not in figures:
        return []
    return [
        *agreements(figures["agreements"]),
        user_participation(figures["user_participation"]),
        informed(figures["informed"]),
        open_needs(figures["open_needs"]),
    ]


def agreements(found: Figures) -> list[KeyFigure]:
    places = formatting.number(found["municipalities"]["value"])
    in_force = _("I kraft minst én dag i året, med %(count)s kommuner.") % {"count": places}
    return [
        counted("in_force", _("Avtaler i kraft"), found["in_force"]["value"], in_force),
        counted(
            "signed", _("Avtaler inngått i året"), found["signed"]["value"], _("Begge har signert.")
        ),
    ]


def counted(key: str, label: str, value: int, note: str, *, group: str = "agreements") -> KeyFigure:
    return KeyFigure(key, label, value, formatting.number(value), note, group=group)


def user_participation(found: Figures) -> KeyFigure:
    """Fewer than three people are never told (rule 31)."""
    number = found["attendances"]
    shown = _("færre enn 3") if number is None else formatting.number(number)
    return counted(
        "user_participation",
        _("Aktiviteter med brukermedvirkning"),
        found["value"],
        _("Med brukere, pårørende eller organisasjonene deres. Deltakelser: %(number)s.")
        % {"number": shown},
        group="user_participation",
    )


def informed(found: Figures) -> KeyFigure:
    return counted(
        "rounds",
        _("Informasjonsrunder"),
        found["rounds"],
        _("Kom fram til %(count)s kommuner.")
        % {"count": formatting.number(found["municipalities"])},
        group="informed",
    )


def open_needs(found: list[Figures]) -> KeyFigure:
    return counted(
        "all",
        _("Åpne behov 31. desember"),
        sum(row["value"] for row in found),
        _("I kommunene i ansvarsområdet."),
        group="open_needs",
    )
