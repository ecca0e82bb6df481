"""The catalogue follows the code, keeps what people wrote and accepts no guesses."""

from pathlib import Path

import pytest

from dev import library_texts, translations

PAGE = """{% load i18n %}
    <h1>{% translate "Kommuner" %}</h1>
      {% blocktranslate count n=n trimmed %}
        {{ n }} kommune
      {% plural %}
        {{ n }} kommuner
      {% endblocktranslate %}
  {% card heading=_("Årets tall") %}
"""
CODE = 'from x import pgettext\nlabel = pgettext("sted", "Sør")\nshort = f"({_(\'i dag\')})"\n'


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "locale" / "nn" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(library_texts, "SHOWN", [])
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "centres").mkdir()
    (tmp_path / "centres" / "models.py").write_text(CODE)
    return path


def translate(catalogue: Path, text: str, translation: str, before: str = "") -> None:
    old, new = f'msgid "{text}"\nmsgstr ""', f'{before}msgid "{text}"\nmsgstr "{translation}"'
    content = catalogue.read_text()
    assert old in content
    catalogue.write_text(content.replace(old, new))


def test_texts_plurals_contexts_and_tag_arguments_are_found(catalogue: Path) -> None:
    found = {(message.id, message.context) for message in translations.wanted("nn") if message.id}
    assert found == {
        ("Kommuner", None),
        (("%(n)s kommune", "%(n)s kommuner"), None),
        ("Årets tall", None),
        ("Sør", "sted"),
        ("i dag", None),
    }


def test_new_texts_must_be_translated_and_translations_are_kept(catalogue: Path) -> None:
    translations.update("nn")
    assert "not translated: 'Kommuner'" in list(translations.problems("nn"))
    translate(catalogue, "Kommuner", "Kommunar")
    translations.update("nn")
    assert 'msgstr "Kommunar"' in catalogue.read_text()
    assert "not translated: 'Kommuner'" not in list(translations.problems("nn"))


def test_a_text_that_is_gone_leaves_the_catalogue(catalogue: Path, tmp_path: Path) -> None:
    translations.update("nn")
    (tmp_path / "centres" / "models.py").write_text("")
    assert "no longer in the code: 'Sør'" in list(translations.problems("nn"))
    translations.update("nn")
    assert "Sør" not in catalogue.read_text()


def test_a_guess_is_refused(catalogue: Path) -> None:
    translations.update("nn")
    translate(catalogue, "Kommuner", "Fylke", before="#, fuzzy\n")
    assert "fuzzy: 'Kommuner'" in list(translations.problems("nn"))


def test_a_lost_placeholder_is_refused(catalogue: Path, tmp_path: Path) -> None:
    (tmp_path / "centres" / "models.py").write_text('label = _("%(n)s rader")\n')
    translations.update("nn")
    translate(catalogue, "%(n)s rader", "mange rader")
    assert "other placeholders: '%(n)s rader'" in list(translations.problems("nn"))


def test_a_catalogue_is_compiled_when_it_is_newer(catalogue: Path) -> None:
    translations.update("nn")
    translations.compile_all()
    compiled = catalogue.with_suffix(".mo")
    first = compiled.stat().st_mtime_ns
    translations.compile_all()
    assert compiled.stat().st_mtime_ns == first
