"""The documents' font: three weights of one family that can write Norwegian and Sámi names."""

import pytest
from fontTools.ttLib import TTFont

from korus_portal.design import pdf_fonts

FILES = [
    (weight, pdf_fonts.TARGET / f"Inter-{name}.ttf") for weight, name in pdf_fonts.WEIGHTS.items()
]


@pytest.mark.parametrize(("weight", "path"), FILES, ids=lambda value: str(value).split("-")[-1])
def test_the_font_has_its_weight_and_all_letters(weight: int, path: object) -> None:
    with TTFont(path) as font:
        assert font["OS/2"].usWeightClass == weight
        assert font["name"].getBestFamilyName() == "Inter"
        letters = set(font.getBestCmap())
        tables = set(font.keys())
    assert {ord(letter) for letter in "ÆØÅæøåáčđŋšŧž«»–\N{NO-BREAK SPACE}"} <= letters
    assert not tables & set(pdf_fonts.LAYOUT_TABLES)
