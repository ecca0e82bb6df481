"""Every rule stands in the rulebook once, and each place that keeps it says so."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from reporting.dashboard import beside, rulebook
from reporting.dashboard.rulebook.rule import Rule
from reporting.dashboard.words import WORDS

TEMPLATES = Path("templates")
EVERY = [rule for group in rulebook.GROUPS for rule in group.rules]
KEEPERS = [(rule, path) for rule in EVERY for path in rule.kept_by]


def found_at(path: str) -> object:
    """The module as far as the path is one, then names in it."""
    parts = path.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            found: object = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name)
        return found
    raise LookupError(path)


def numbers_in(docstring: str) -> set[int]:
    """«(rule 7)», «(rules 12 and 14)», «rule 6»."""
    told = re.findall(r"\brules? ((?:\d+(?:, | and )?)+)", docstring, re.IGNORECASE)
    return {int(number) for each in told for number in re.findall(r"\d+", each)}


def test_every_rule_from_1_to_31_is_there_once() -> None:
    assert [rule.number for rule in EVERY] == list(range(1, 32))
    assert len({rule.slug for rule in EVERY}) == len(EVERY)
    anchors = [group.anchor for group in rulebook.GROUPS] + [rule.slug for rule in EVERY]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize(
    ("rule", "path"), KEEPERS, ids=[f"{rule.number}-{path}" for rule, path in KEEPERS]
)
def test_what_keeps_a_rule_is_there_and_says_its_number(rule: Rule, path: str) -> None:
    assert rule.number in numbers_in(found_at(path).__doc__ or "")


@pytest.mark.parametrize("rule", EVERY, ids=[str(rule.number) for rule in EVERY])
def test_a_rule_has_a_text_of_a_few_sentences_and_a_test_of_its_own(rule: Rule) -> None:
    sentences = re.findall(r"[.!?](?:\s|$)", str(rule.text).replace("1. januar", "1 januar"))
    assert 1 <= len(sentences) <= 4
    assert list(Path("tests/rules").glob(f"test_rule_{rule.number:02}_*.py"))


def test_every_figure_has_rules_that_exist_and_stands_on_a_page() -> None:
    used = set()
    for template in TEMPLATES.rglob("*.html"):
        used |= set(re.findall(r'{% rules "(\w+)" %}', template.read_text()))
    assert used == set(beside.FIGURES)
    for figure in beside.FIGURES.values():
        assert figure.rules


def test_every_word_leads_to_a_rule_that_exists() -> None:
    assert {number for _word, _meaning, number in WORDS} - {0} <= set(rulebook.RULES)
