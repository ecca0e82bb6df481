"""What a printed page of coverage holds: the figures and what they are, not what one clicks on."""

import re
from io import BytesIO

import pikepdf
import pytest

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import HexTile, Municipality
from tests.factories import MunicipalityFactory
from tests.fixtures_browser import Visitors
from tests.reporting.coverage_year import did

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
Letters = dict[int, str]


@pytest.fixture
def reached(centre: Centre, adviser: User, municipality: Municipality) -> None:
    """Alta was reached; forty others were not, so that their table fills more than a sheet."""
    HexTile.objects.create(municipality=municipality, structure=2024, column=0, row=0)
    for number in range(60):
        made = MunicipalityFactory.create(
            code=f"56{number + 10}", name=f"Sted {number}", county=municipality.county
        )
        HexTile.objects.create(municipality=made, structure=2024, column=number + 1, row=0)
    did(centre, adviser, {municipality: None})


def letters_of(font: pikepdf.Object) -> Letters:
    """Which letter each glyph is."""
    told = font.ToUnicode.read_bytes()
    found: Letters = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        for glyph, letter in PAIR.findall(part):
            found[int(glyph, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", told, re.DOTALL):
        for first, last, letter in RANGE.findall(part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(letter, 16) + step)
    return found


def text_of(page: pikepdf.Page) -> str:
    fonts = {name: letters_of(font) for name, font in page.resources.Font.items()}
    letters: Letters = {}
    told = []
    for each in pikepdf.parse_content_stream(page):
        match str(each.operator):
            case "Tf":
                letters = fonts[str(each.operands[0])]
            case "Tj" | "TJ":
                told.append(shown(each.operands[0], letters))
    return "".join(told)


def shown(operand: pikepdf.Object, letters: Letters) -> str:
    pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
    raw = [bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)]
    codes = [part[at : at + 2] for part in raw for at in range(0, len(part), 2)]
    return "".join(letters.get(int.from_bytes(code), "") for code in codes)


def printed(visitors: Visitors, address: str) -> list[str]:
    """The text of each sheet, without spaces: where they stand is up to the typesetting."""
    page = visitors().new_page()
    page.goto(address)
    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as document:
        return [re.sub(r"\s", "", text_of(sheet)) for sheet in document.pages]


def packed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.usefixtures("reached")
@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "Kommuner nådd i hvert fylke"),
        ("over-tid/", "Kommuner nådd, år for år"),
        ("fordeling/", "Kommuner etter antall aktiviteter"),
        ("arbeid/", "Nasjonalt og regionalt nivå"),
        ("ikke-nadd/", "Kommuner som ikke er nådd"),
    ],
)
def test_a_sheet_says_what_it_shows_and_when_and_holds_no_filter(
    path: str, says: str, browser_context_factory: Visitors
) -> None:
    text = "".join(printed(browser_context_factory, f"/dekning/{path}?aar=2025&type=korus"))
    assert packed("KORUS i 2025. Kilde: KORUS-portalen: det sentrene har registrert") in text
    assert packed(says) in text
    for control in ("Flere valg", "Slik teller viOversikt", "Last ned tall", "Vis Oversikt"):
        assert packed(control) not in text


@pytest.mark.usefixtures("reached")
def test_a_long_table_is_printed_whole_under_its_headings(
    browser_context_factory: Visitors,
) -> None:
    sheets = printed(browser_context_factory, "/dekning/ikke-nadd/?aar=2025&type=korus")
    text = "".join(sheets)
    assert [number for number in range(60) if f"Sted{number}" not in text] == []
    with_rows = [sheet for sheet in sheets if "Sted" in sheet]
    assert len(with_rows) > 1
    assert all(packed("Siste kontakt") in sheet for sheet in with_rows)
