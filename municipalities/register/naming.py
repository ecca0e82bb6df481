"""What a municipality is called, read from the name that SSB writes it with.

SSB writes parallel names with a hyphen between («Rana - Raane») and the county after names that
two municipalities share («Våler (Innlandet)»). Which part is Norwegian it does not say.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    name: str
    official_name: str = ""
    name_sami: str = ""
    name_kven: str = ""


def parts(official: str) -> list[str]:
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", official)
    return [part.strip() for part in re.split(r"\s+[-–]\s+", bare) if part.strip()]


def is_same(official: str, other: str) -> bool:
    """The same parts in any order. An older export has «?» for letters it could not write."""
    left, rest = parts(official), parts(other)
    if len(left) != len(rest):
        return False
    for part in left:
        match = next((one for one in rest if _reads_as(part, one)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def after(official: str, before: Names | None) -> Names:
    """The names under a new official name; what the predecessor was called is known already."""
    known = before or Names("")
    if before and before.official_name and is_same(official, before.official_name):
        lost = "?" in official
        return Names(
            known.name,
            known.official_name if lost else official,
            known.name_sami,
            known.name_kven,
        )
    found = parts(official) or [official]
    others = {known.name_sami, known.name_kven}
    norwegian = known.name if known.name in found else None
    return Names(
        norwegian or next((part for part in found if part not in others), found[0]),
        official,
        known.name_sami if known.name_sami in found else "",
        known.name_kven if known.name_kven in found else "",
    )


def _reads_as(one: str, other: str) -> bool:
    if len(one) != len(other):
        return one == other
    pairs = zip(one, other, strict=True)
    return all(a == b or "?" in (a, b) for a, b in pairs)
