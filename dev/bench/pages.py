"""What is measured: pages as people ask for them, each beside the SQL that answers the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from dev.bench import words

NORD = "(SELECT id FROM centres_centre WHERE code = 'korus-nord')"
COLUMNS = "a.id, a.title, a.starts_on, a.kind, a.hours, a.attendances, a.status, a.correction"
EMPTY = "/om/"
# Page minus the empty page may cost so many times its SQL.
USUAL, MAP = 2, 4


@dataclass(frozen=True)
class Page:
    """`most` is how many times its SQL it may cost; None where no target was set."""

    name: str
    person: str
    path: str
    sql: tuple[str, ...] = ()
    most: float | None = None
    # Files are read to their end, with first byte and memory.
    is_file: bool = False


def pages(today: date) -> list[Page]:
    year = today.year - 1
    deep = today - timedelta(days=3000)
    return [
        Page("empty page", "adviser", EMPTY),
        *coverage(year),
        Page("list, first page", "adviser", "/aktiviteter/", listed(), USUAL),
        Page("list, deep", "adviser", f"/aktiviteter/?etter={deep}_1", listed(after=deep), USUAL),
        Page("list, year", "adviser", f"/aktiviteter/?year={year}", listed(year=year), USUAL),
        Page("list, kind", "adviser", "/aktiviteter/?kind=course", listed("kcourse"), USUAL),
        Page("list, place", "adviser", "/aktiviteter/?municipality=5601", listed(PLACE), USUAL),
        *(
            Page(f"search, {name}", "adviser", f"/aktiviteter/?title={quote(text)}", found(text))
            for name, text in SEARCHES.items()
        ),
        Page("CSV", "adviser", "/aktiviteter/eksport/?format=csv", rows(), is_file=True),
        Page("XLSX", "adviser", workbook(year), rows(year), is_file=True),
    ]


SEARCHES = {
    "common word": words.COMMON,
    "phrase": words.PHRASE,
    "rare word": words.RARE,
    "absent word": words.ABSENT,
}
PLACE = "m' || (SELECT id FROM municipalities_municipality WHERE code = '5601') || '"


def workbook(year: int) -> str:
    return f"/aktiviteter/eksport/?format=xlsx&year={year}&form=on_site"


def coverage(year: int) -> list[Page]:
    """The dashboard of all KORUS centres, and three of its parts by themselves."""
    choice = f"?aar={year}&type=korus"
    return [
        Page("dashboard", "directorate", f"/dekning/{choice}", dashboard(year), USUAL),
        Page("map", "directorate", f"/dekning/eksport/kart.svg{choice}", hexagons(year), MAP),
        Page("county table", "directorate", f"/dekning/eksport/fylker.csv{choice}", county(year)),
        Page("not reached", "directorate", f"/dekning/ikke-nadd/{choice}", not_reached(year)),
    ]


def doer_rows(year: int) -> str:
    return (
        f"FROM coverage_coveragerow r WHERE r.structure = 'then' AND r.year = {year}"
        " AND r.slice = 'none' AND r.slice_key = 0 AND r.centre_id IS NULL AND r.kind = 'korus'"
    )


def in_force(year: int, kind: str = "municipality") -> str:
    return (
        f"m.kind = '{kind}'"
        f" AND (m.valid_from IS NULL OR m.valid_from <= '{year}-01-01')"
        f" AND (m.valid_to IS NULL OR m.valid_to >= '{year}-01-01')"
    )


def dashboard(year: int) -> tuple[str, ...]:
    """All that stands on the page, each once: numbers and last contact of every place, its name,
    county and tile, the totals (the country is the choice itself), districts with their city,
    silent centres, the newest change, and the lists that a choice is made from."""
    return (
        (
            "SELECT r.place_id, r.county_id, r.level, r.activities, r.activities_with_hours,"
            f" r.hours, r.attendances, r.requests, r.agreements {doer_rows(year)}"
        ),
        last_contact(year),
        (
            "SELECT m.id, m.code, m.name, m.population, c.code, c.name,"  # noqa: S608
            ' t."column", t."row" FROM municipalities_municipality m JOIN municipalities_county c'
            " ON c.id = m.county_id LEFT JOIN municipalities_hextile t"
            f" ON t.municipality_id = m.id AND t.structure = 2024 WHERE {in_force(year)}"
            " ORDER BY m.sort_key"
        ),
        (
            "SELECT m.id, m.code, m.name, p.name FROM municipalities_municipality m"  # noqa: S608
            " LEFT JOIN municipalities_municipality p ON p.id = m.parent_id"
            f" WHERE {in_force(year, kind='district')} ORDER BY m.code"
        ),
        silent_centres(year),
        newest_change(),
        lists(year),
    )


def silent_centres(year: int) -> str:
    """Centres of the kind that have logged nothing in the year."""
    return (
        "SELECT c.code, c.short_name FROM centres_centre c WHERE c.kind = 'korus'"  # noqa: S608
        f" AND (c.status = 'active' OR c.valid_to >= '{year}-01-01') AND NOT EXISTS (SELECT"
        " FROM coverage_coveragerow r WHERE r.structure = 'then' AND r.slice = 'none'"
        f" AND r.slice_key = 0 AND r.year = {year} AND r.place_id IS NULL"
        " AND r.county_id IS NULL AND r.activities > 0 AND r.centre_id = c.id)"
    )


def newest_change() -> str:
    tables = (
        "activities_activityhistory",
        "activities_activitypartnerhistory",
        "requests_supportrequesthistory",
        "requests_holderhistory",
        "outreach_contacthistory",
        "rounds_informationrowhistory",
        "agreements_agreementhistory",
    )
    newest = (
        f"(SELECT pgh_created_at FROM {table} ORDER BY pgh_id DESC LIMIT 1)"  # noqa: S608
        for table in tables
    )
    return f"SELECT greatest({', '.join(newest)})"


def lists(year: int) -> str:
    """Centres, counties, themes, initiatives and tasks, and the first year with data."""
    return (
        "SELECT (SELECT min(year) FROM coverage_coveragerow WHERE structure = 'then'),"  # noqa: S608
        " ARRAY(SELECT ARRAY[code::text, short_name] FROM centres_centre ORDER BY short_name),"
        " ARRAY(SELECT ARRAY[code::text, name] FROM municipalities_county WHERE"
        f" (valid_from IS NULL OR valid_from <= '{year}-01-01') AND"
        f" (valid_to IS NULL OR valid_to >= '{year}-01-01') ORDER BY sort_key),"
        " ARRAY(SELECT ARRAY[code::text, name_nb] FROM municipalities_theme ORDER BY position),"
        " ARRAY(SELECT ARRAY[code::text, name_nb] FROM centres_initiative ORDER BY position),"
        " ARRAY(SELECT ARRAY[code::text, name_nb] FROM centres_mandatetask ORDER BY position)"
    )


def last_contact(year: int) -> str:
    upto = doer_rows(year).replace(f"= {year}", f"<= {year}")
    return f"SELECT r.place_id, max(r.last_contact_on) {upto} GROUP BY r.place_id"


def hexagons(year: int) -> tuple[str, ...]:
    return (
        (
            'SELECT m.code, m.name, c.code, t."column", t."row", r.level, r.activities'  # noqa: S608
            " FROM municipalities_municipality m JOIN municipalities_county c ON c.id = m.county_id"
            " JOIN municipalities_hextile t ON t.municipality_id = m.id LEFT JOIN"
            f" (SELECT * {doer_rows(year)}) r ON r.place_id = m.id WHERE {in_force(year)}"
        ),
    )


def county(year: int) -> tuple[str, ...]:
    return (
        (
            "SELECT c.code, c.name, count(*), count(*) FILTER (WHERE r.level >= 2),"  # noqa: S608
            " count(*) FILTER (WHERE r.level = 3) FROM municipalities_municipality m"
            f" JOIN municipalities_county c ON c.id = m.county_id LEFT JOIN (SELECT *"
            f" {doer_rows(year)}) r ON r.place_id = m.id WHERE {in_force(year)}"
            " GROUP BY c.code, c.name"
        ),
    )


def not_reached(year: int) -> tuple[str, ...]:
    return (
        (
            "SELECT m.code, m.name, m.county_id, r.level, l.max FROM municipalities_municipality m"  # noqa: S608
            f" LEFT JOIN (SELECT * {doer_rows(year)}) r ON r.place_id = m.id"
            f" LEFT JOIN ({last_contact(year)}) l ON l.place_id = m.id"
            f" WHERE {in_force(year)} AND coalesce(r.level, 0) < 3 ORDER BY l.max NULLS FIRST"
        ),
    )


def asked(
    tag: str = "", title: str = "", year: int | None = None, start: str = "9999-12-31"
) -> str:
    first, last = (
        ("0001-01-01", "9999-12-31") if year is None else (f"{year}-01-01", f"{year}-12-31")
    )
    tags = f"ARRAY['{tag}']" if tag else "'{}'"
    return (
        f"{NORD}, {tags}, '{title}', '{first}', '{last}', '{start}', 4611686018427387904, false, 51"
    )


def listed(
    tag: str = "", *, title: str = "", year: int | None = None, after: date | None = None
) -> tuple[str, ...]:
    """Fifty rows with their municipalities, and how many there are, counted as far as the page."""
    start = str(after) if after else "9999-12-31"
    question = asked(tag, title, year, start)
    shelf, tags, words_, first, last = question.split(", ")[:5]
    # As assignments/activities/searching.py: sooner where words are asked for.
    most = 1_001 if tag or title else 10_001
    return (
        (
            f"SELECT {COLUMNS}, (SELECT string_agg(m.name, ', ' ORDER BY m.name)"  # noqa: S608
            " FROM activities_activitymunicipality n JOIN municipalities_municipality m"
            " ON m.id = n.municipality_id WHERE n.activity_id = a.id)"
            f" FROM activities_page({question}) p JOIN activities_activity a ON a.id = p.found"
            " ORDER BY p.found_on DESC, p.found DESC"
        ),
        f"SELECT activities_count(ARRAY[{shelf}], {tags}, {words_}, {first}, {last}, {most})",
    )


def found(text: str) -> tuple[str, ...]:
    return listed(title=text)


def rows(year: int | None = None) -> tuple[str, ...]:
    """The rows of a file as the database gives them."""
    when = (
        ""
        if year is None
        else f" AND a.form = 'on_site' AND a.starts_on BETWEEN '{year}-01-01' AND '{year}-12-31'"
    )
    return (
        (
            f"SELECT {COLUMNS}, n.names FROM activities_activity a"  # noqa: S608
            " LEFT JOIN (SELECT n.activity_id,"
            " string_agg(m.name, ', ') AS names FROM activities_activitymunicipality n"
            " JOIN municipalities_municipality m ON m.id = n.municipality_id GROUP BY 1) n"
            f" ON n.activity_id = a.id WHERE a.centre_id = {NORD} AND a.deleted_at IS NULL{when}"
            " ORDER BY a.starts_on DESC, a.id DESC"
        ),
    )
