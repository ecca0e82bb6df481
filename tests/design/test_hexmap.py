"""The hexagon map says everything it shows in text, and lets no text become markup."""

import re
from collections.abc import Sequence

import pytest
from django.template.loader import render_to_string

from korus_portal.design import hexmap
from korus_portal.design.hexmap import HexCounty, HexTile, Level


def tile(
    q: int,
    r: int,
    level: Level = "used",
    *,
    name: str = "Alta",
    county: str = "56",
    title: str = "",
) -> HexTile:
    code = f"{county}{q}{r}"
    return HexTile(q, r, level, name, code, county, f"/kommuner/{code}/", title)


LEVELS: list[Level] = ["unknown", "known", "contacted", "used"]
TILES = [tile(q, r, LEVELS[q], county="56" if q < 2 else "55") for q in range(4) for r in range(3)]


def svg(tiles: Sequence[HexTile]) -> str:
    return hexmap.render_hexmap(tiles, label="Dekning 2026")


def test_every_municipality_is_one_link() -> None:
    found = re.findall(r'href="/kommuner/(\d+)/"', svg(TILES))
    assert sorted(found) == sorted(tile.code for tile in TILES)


def test_a_tile_says_its_name_and_level() -> None:
    assert 'aria-label="Alta: brukt"' in svg([tile(0, 0)])
    assert "<title>Alta: brukt</title>" in svg([tile(0, 0)])
    assert "<title>Alta: brukt i mai</title>" in svg([tile(0, 0, title="Alta: brukt i mai")])


def test_text_cannot_become_markup() -> None:
    nasty = '"><script>alert(1)</script>'
    drawn = hexmap.render_hexmap([tile(0, 0, name=nasty, title=nasty)], label=nasty)
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") == 3


def test_the_content_policy_has_nothing_to_refuse() -> None:
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", svg(TILES))


def test_levels_differ_by_more_than_colour() -> None:
    assert len(set(hexmap.MARKS.values())) == len(LEVELS)


def test_only_the_script_makes_tab_stops() -> None:
    assert svg(TILES).count('tabindex="-1"') == len(TILES)


def test_borders_run_between_counties_only() -> None:
    cells = [(tile.q, tile.r, tile.county_code) for tile in TILES]
    assert len(hexmap.county_borders(cells)) == 5
    assert hexmap.county_borders((q, r, "56") for q, r, _county in cells) == []


def test_a_border_is_the_side_that_two_tiles_share() -> None:
    ((x1, y1, x2, y2),) = hexmap.county_borders([(0, 0, "55"), (1, 0, "56")])
    assert (x1, x2) == (10, 10)
    assert (y1, y2) == pytest.approx((-5.77, 5.77))


def test_the_whole_layout_fits_the_picture() -> None:
    left, top, width, height = map(
        float, hexmap.draw(((-3, 2, "56"), (5, 7, "56"))).view_box.split()
    )
    for x, y in (hexmap.middle(-3, 2), hexmap.middle(5, 7)):
        assert left + 10 <= x <= left + width - 10
        assert top + 11 <= y <= top + height - 11


def test_an_empty_map_is_still_a_picture() -> None:
    assert svg([]).startswith("<svg")


def test_the_legend_counts_the_tiles() -> None:
    counted = {item.level: (item.label, item.count) for item in hexmap.legend(TILES[1:])}
    assert counted["unknown"] == ("ikke kjent", 2)
    assert counted["used"] == ("brukt", 3)


def test_the_component_leads_past_the_map_and_names_the_counties() -> None:
    described = hexmap.describe_hexmap(
        TILES, label="Dekning", table_id="kommuner", counties=[HexCounty("56", "Finnmark", "?f=56")]
    )
    page = render_to_string("components/hexmap.html", {"map": described})
    assert 'class="hexmap__skip" href="#kommuner"' in page
    assert re.search(r'href="\?f=56"[^>]*>Finnmark<', page)
    assert "style=" not in page
