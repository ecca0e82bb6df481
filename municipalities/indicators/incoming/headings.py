"""What a heading probably means. A guess that a person looks over, never a decision."""

PLACES = ("kommune", "region", "geo", "sted", "område", "place", "municipality", "bydel", "fylke")
YEARS = ("år", "aar", "årstall", "tid", "year", "time", "aargang", "årgang")
INDICATORS = ("indikator", "indicator", "statistikkvariabel", "måltall", "measure")
VALUES = ("verdi", "value", "tall", "andel", "prosent", "antall")
# Names stand beside codes and are not needed.
NAMES = ("navn", "name")


def looks_like_place(heading: str) -> bool:
    plain = heading.casefold()
    return any(word in plain for word in PLACES) and not any(word in plain for word in NAMES)


def looks_like_year(heading: str) -> bool:
    return heading.casefold() in YEARS


def looks_like_indicator(heading: str) -> bool:
    return any(word in heading.casefold() for word in INDICATORS)


def looks_like_value(heading: str) -> bool:
    return heading.casefold() in VALUES
