"""Marked text: what is shown is what the subset knows, and nothing typed is run or lost."""

import time

import pytest
from django import forms
from django.template import Context, Template

from korus_portal.design import rich_text
from korus_portal.design.rich_text import (
    Heading,
    Listing,
    Paragraph,
    RichTextField,
    Run,
    Table,
)


def refused(text: str) -> list[str]:
    form_class = type("OneFieldForm", (forms.Form,), {"felt": RichTextField(max_length=20000)})
    form = form_class({"felt": text})
    form.is_valid()
    return list(form.errors.get("felt", []))


def test_every_mark_of_the_subset_is_known() -> None:
    text = "## A\n### B\n\nC **d** *e*\n\n- f\n- g\n\n1. h\n2. i\n\n|j|k|\n|-|-|\n|l|m|"
    assert rich_text.parse(text) == [
        Heading(2, (Run("A"),)),
        Heading(3, (Run("B"),)),
        Paragraph((Run("C "), Run("d", is_strong=True), Run(" "), Run("e", is_emphasised=True))),
        Listing(is_ordered=False, items=((Run("f"),), (Run("g"),))),
        Listing(is_ordered=True, items=((Run("h"),), (Run("i"),))),
        Table(((Run("j"),), (Run("k"),)), (((Run("l"),), (Run("m"),)),)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](  JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        '<img src=x onerror="alert(1)">',
        "![x](https://example.org/x.png)",
        "[x](//example.org)",
        "[x](/\\example.org)",
        "## <iframe>",
        "|<svg onload=a>|b|\n|-|-|\n|c|d|",
    ],
    ids=range(10),
)
def test_nothing_typed_becomes_code_pictures_or_hidden_addresses(text: str) -> None:
    shown = rich_text.html(text)
    for part in ("<script", "<img", "<svg", "<iframe", 'href="//', "href="):
        assert part not in shown


@pytest.mark.parametrize(
    "address", ["https://helsedir.no/a?b=c", "mailto:post@example.org", "/tiltak/3/"]
)
def test_links_go_to_the_web_a_mailbox_or_the_portal(address: str) -> None:
    assert f'href="{address}"' in rich_text.html(f"[Les mer]({address})")


def test_an_address_cannot_break_out_of_its_attribute() -> None:
    shown = rich_text.html('[x](https://a.no/"onmouseover="alert(1))')
    assert 'onmouseover="' not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("En linje\nEn til", "<p>En linje<br>En til</p>"),
        ("Først\n\nSå", "<p>Først</p>\n<p>Så</p>"),
        ("Vi gjorde:\n- a\n- b", "<p>Vi gjorde:</p>\n<ul><li>a</li><li>b</li></ul>"),
        ("17. mai var vi i Alta.", "<p>17. mai var vi i Alta.</p>"),
        ("1. mai\n\nVi kom.", "<p>1. mai</p>\n<p>Vi kom.</p>"),
        ("fil_med_navn & 3 < 4", "<p>fil_med_navn &amp; 3 &lt; 4</p>"),
        ("> sitat\n=====\n    innrykk", "<p>&gt; sitat<br>=====<br>innrykk</p>"),
        ("- a\n  - b\n- c", "<ul><li>a<br>- b</li><li>c</li></ul>"),
        ("", ""),
    ],
    ids=range(9),
)
def test_texts_written_before_look_as_they_did(text: str, shown: str) -> None:
    assert rich_text.html(text) == shown


def test_a_page_keeps_its_one_top_heading() -> None:
    source = "{% load ui %}<h1>Side</h1><h2>Del</h2>{{ a|rich }}{{ a|rich:5 }}"
    page = Template(source).render(Context({"a": "# Stor\n## Middels\n### Liten"}))
    assert page.count("<h1") == 1
    assert page.count("<h2") == 1
    assert "<h3>Middels</h3>" in page
    assert "<h4>Liten</h4>" in page
    assert "<h6>Liten</h6>" in page


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "*a **b " * 3_000,
        "- " * 10_000 + "slutt",
        "![](" * 5_000,
        "[a](" * 5_000,
        "|a" * 10_000 + "\n" + "|-" * 10_000,
        "\n".join(" " * depth + "- x" for depth in range(190)),
    ],
    ids=["brackets", "emphasis", "lists", "pictures", "links", "columns", "staircase"],
)
def test_no_text_keeps_the_server_busy(text: str) -> None:
    before = time.process_time()
    rich_text.html(text)
    assert time.process_time() - before < 3


def test_depth_loses_no_words() -> None:
    assert "slutt" in rich_text.html("- " * 500 + "slutt")
    assert "slutt" in rich_text.html("*" * 100 + "slutt" + "*" * 100)


def test_words_are_counted_as_a_reader_would() -> None:
    assert (
        rich_text.words("## To ord\n- **tre** [fire](https://a.no/b/c)\n\n|fem|\n|-|\n|seks|") == 6
    )
    assert rich_text.words(" \n ") == 0


def test_plain_text_has_no_marks() -> None:
    text = "## A\n\n- **b**\n- [c](https://d.no)\n\n1. e\n2. f\n\n|g|h|\n|-|-|\n|i|j|"
    assert rich_text.plain(text) == "A\n\n- b\n- c\n\n1. e\n2. f\n\ng | h\ni | j"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("# Stor", "##"),
        ("a\n\n#### Liten", "##"),
        ("![x](https://a.no/b.png)", "Bilder"),
        ("<b>fet</b>", "HTML"),
        ("- a\n  - b", "liste"),
        ("[x](javascript:alert)", "javascript:alert"),
        ("[x](www.nav.no)", "https://"),
        ("Født 01010050053", "fødselsnummer"),
    ],
    ids=range(8),
)
def test_the_field_says_what_cannot_be_used(text: str, word: str) -> None:
    assert word in " ".join(refused(text))


def test_the_field_takes_the_subset_and_ordinary_signs() -> None:
    text = "## A\n- b\n- c\n\n3 < 4 & 5 > 2, #1 i landet, [fotnote] (se s. 2) [n](https://nav.no)"
    assert refused(text) == []


def test_no_level_of_heading_is_passed_over() -> None:
    levels = [
        block.level
        for block in rich_text.parse("### Først\n\ntekst\n\n## Stor\n\n### Liten")
        if isinstance(block, rich_text.Heading)
    ]
    assert levels == [2, 2, 3]
