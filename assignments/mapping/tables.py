"""The answers of campaigns as numbers in a tree of places, with what may be shown of them.

Bounded: six questions to the database, however many campaigns, places and answers.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Sum

from assignments import suppression
from assignments.mapping.models import (
    Answer,
    Campaign,
    CampaignQuestion,
    Invitation,
    Question,
)
from assignments.mapping.suppression import EVERYBODY, Path, shown, totals
from municipalities.models import Municipality, Theme

# Answers of employees are answers of persons; a service answers in function.
LEAST = {Campaign.Respondent.EMPLOYEE: suppression.LEAST, Campaign.Respondent.SERVICE: 1}
# A mean of several municipalities is made of so many at least that the reader knows nothing of.
LEAST_OTHERS = 2
TENTH = Decimal("0.1")


@dataclass
class Tree:
    """Persons at the leaves, the sums they gave, and which places may be shown."""

    least: int
    persons: dict[Path, int] = field(default_factory=dict)
    sums: dict[Path, tuple[int, int]] = field(default_factory=dict)
    # What one reader may not see beside what else that reader knows (see hold_back).
    held_back: frozenset[Path] = frozenset()

    def settle(self) -> None:
        """Sum up, once all leaves are there, and decide what may be shown."""
        self.visible = shown(self.persons, least=self.least)
        self.counts = {EVERYBODY: 0, **totals(self.persons)}
        levels = totals({path: level for path, (level, _number) in self.sums.items()})
        numbers = totals({path: number for path, (_level, number) in self.sums.items()})
        self.means = {path: mean(levels[path], number) for path, number in numbers.items()}

    def count(self, path: Path) -> int | None:
        """How many answered there; None where that is hidden."""
        return None if self.hides(path) else self.counts.get(path, 0)

    def mean(self, path: Path) -> Decimal | None:
        return None if self.hides(path) else self.means.get(path)

    def hides(self, path: Path) -> bool:
        """Whether a figure there is held back; one that is missing for want of answers is not."""
        return path in self.held_back or (self.least > 1 and path not in self.visible)

    def hold_back(self, known: frozenset[Path]) -> None:
        """Hide the county's and everybody's mean from who could take what is `known` away from it
        and be left with one other municipality."""
        answering = {leaf[:-1] for leaf, persons in self.persons.items() if persons}
        # What a city is known to have answered holds its districts too.
        unknown = {path for path in answering if known.isdisjoint({path, path[:2]})}
        others = {(*county_path(path), path): 1 for path in unknown}
        wholes = {EVERYBODY, *map(county_path, unknown)} if unknown else set()
        self.held_back = frozenset(wholes - shown(others, least=LEAST_OTHERS))


@dataclass
class Table:
    """One campaign: who answered, and per theme the levels and the wishes."""

    campaign: Campaign
    # In order of name; each with its place in the tree.
    places: dict[Municipality, Path] = field(default_factory=dict)
    themes: list[Theme] = field(default_factory=list)
    invited: dict[Path, int] = field(default_factory=dict)
    answered: Tree = field(default_factory=lambda: Tree(1))
    levels: dict[int, Tree] = field(default_factory=dict)
    wishes: dict[int, Tree] = field(default_factory=dict)

    @property
    def least(self) -> int:
        return LEAST[Campaign.Respondent(self.campaign.respondent)]

    def services_of(self, path: Path) -> list[Path]:
        """The services that were invited in a place, in order of name."""
        return sorted(leaf for leaf in self.invited if leaf[:-1] == path)

    def invited_in(self, path: Path) -> int:
        """How many were asked in a place, in its districts too."""
        return sum(n for leaf, n in self.invited.items() if leaf[: len(path)] == path)

    def hold_back(self, known: Collection[int]) -> None:
        """Keep what the reader may not see of other municipalities from being worked out."""
        paths = frozenset(path for place, path in self.places.items() if place.pk in known)
        for tree in self.levels.values():
            tree.hold_back(paths)

    def settle(self) -> None:
        for tree in (self.answered, *self.levels.values(), *self.wishes.values()):
            tree.settle()


def mean(levels: int, number: int) -> Decimal | None:
    if not number:
        return None
    return (Decimal(levels) / number).quantize(TENTH, ROUND_HALF_UP)


def place_path(place: Municipality) -> Path:
    """County and municipality; of a city district its city in between."""
    if place.parent_id:
        return (place.county_id, place.parent_id, place.pk)
    return (place.county_id, place.pk)


def county_path(path: Path) -> Path:
    return path[:1]


def tables_of(campaigns: Iterable[Campaign]) -> dict[int, Table]:
    """By campaign, in the order given."""
    tables = {campaign.pk: Table(campaign) for campaign in campaigns}
    if tables:
        first_wish = add_themes(tables)
        paths = add_places(tables)
        add_levels(tables, paths)
        add_wishes(tables, paths, first_wish)
    for table in tables.values():
        table.settle()
    return tables


def add_themes(tables: dict[int, Table]) -> dict[tuple[int, int], int]:
    """Give each table its themes; returns the question about wishes by campaign and theme."""
    asked = CampaignQuestion.objects.filter(campaign__in=tables).select_related("question__theme")
    wishes: dict[tuple[int, int], int] = {}
    for row in asked.order_by("question__theme__position", "question__theme", "position", "pk"):
        table, theme = tables[row.campaign_id], row.question.theme
        if theme not in table.themes:
            table.themes.append(theme)
        if row.question.kind == Question.Kind.WISH:
            wishes.setdefault((row.campaign_id, theme.pk), row.question_id)
    return wishes


def add_places(tables: dict[int, Table]) -> dict[int, Path]:
    """Everybody who is invited, answered or not. Returns each municipality's place in the tree."""
    invited = (
        Invitation.objects.filter(campaign__in=tables)
        .order_by()
        .values_list("campaign", "municipality", "service")
        .annotate(invited=Count("pk"), answered=Count("submitted_at"))
    )
    rows = list(invited)
    ids = {municipality for _campaign, municipality, *_numbers in rows}
    places = {
        row.pk: row for row in Municipality.objects.filter(pk__in=ids).select_related("county")
    }
    paths = {pk: place_path(place) for pk, place in places.items()}
    for table in tables.values():
        plant(table)
    for campaign, municipality, service, invited_here, answered in rows:
        leaf = (*paths[municipality], service)
        tables[campaign].invited[leaf] = invited_here
        add_leaf(tables[campaign], leaf, answered)
    held = {(campaign, municipality) for campaign, municipality, *_numbers in rows}
    for pk, table in tables.items():
        table.places = {row: paths[row.pk] for row in places.values() if (pk, row.pk) in held}
    return paths


def plant(table: Table) -> None:
    table.answered = Tree(table.least)
    for theme in table.themes:
        table.levels[theme.pk] = Tree(table.least)
        table.wishes[theme.pk] = Tree(table.least)


def add_leaf(table: Table, leaf: Path, answered: int) -> None:
    """A service in every tree: where nobody answered stands in the tree as well."""
    table.answered.persons[leaf] = answered
    for theme in table.themes:
        table.levels[theme.pk].persons[leaf] = 0
        for wish in Answer.Wish.values:
            table.wishes[theme.pk].persons[(*leaf[:-1], wish)] = 0


def add_levels(tables: dict[int, Table], paths: dict[int, Path]) -> None:
    sent = Answer.objects.filter(
        invitation__campaign__in=tables, invitation__submitted_at__isnull=False
    )
    rows = (
        sent.filter(level__isnull=False)
        .order_by()
        .values_list(
            "invitation__campaign",
            "invitation__municipality",
            "invitation__service",
            "question__theme",
        )
        .annotate(
            persons=Count("invitation", distinct=True), levels=Sum("level"), number=Count("pk")
        )
    )
    for campaign, municipality, service, theme, persons, levels, number in rows:
        tree = tables[campaign].levels.get(theme)
        if tree is not None:
            leaf = (*paths[municipality], service)
            tree.persons[leaf] = persons
            tree.sums[leaf] = (levels, number)


def add_wishes(
    tables: dict[int, Table], paths: dict[int, Path], asked: dict[tuple[int, int], int]
) -> None:
    """Of one question per theme, so that each person stands in one place of the tree."""
    rows = (
        Answer.objects.filter(
            invitation__campaign__in=tables,
            invitation__submitted_at__isnull=False,
            question__in=set(asked.values()),
        )
        .exclude(wish="")
        .order_by()
        .values_list(
            "invitation__campaign",
            "invitation__municipality",
            "question",
            "question__theme",
            "wish",
        )
        .annotate(persons=Count("pk"))
    )
    for campaign, municipality, question, theme, wish, persons in rows:
        if asked.get((campaign, theme)) == question:
            tables[campaign].wishes[theme].persons[(*paths[municipality], wish)] = persons
