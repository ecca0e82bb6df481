"""Every kind that the portal tells has a name, a group and a reason when it cannot be chosen."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assignments.requests.states import Step
from korus_portal.notifications import kinds
from korus_portal.notifications.kinds import Group

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
APPS = ["centres", "municipalities", "assignments", "reporting", "korus_portal"]
TELLERS = {"notify", "notify_address", "News"}


def calls() -> Iterator[tuple[Path, dict[str, ast.expr]]]:
    """Every call that tells something, with what it was given by name."""
    for place in APPS:
        for path in sorted((ROOT / place).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and called(node) in TELLERS:
                    yield path, {given.arg: given.value for given in node.keywords if given.arg}


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def beginning(value: ast.expr) -> str | None:
    """`f"requests.{name}"` → `requests.`; None when it is not written like that."""
    if isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
        return str(value.values[0].value)
    return None


def used() -> set[str]:
    """The kinds told: written out, named elsewhere, or one for each letter of a folder."""
    found: set[str] = set()
    for path, given in calls():
        if "kind" not in given or is_outbox(path):
            continue
        start = beginning(given["kind"])
        if start is None:
            found.add(value_of(given["kind"], path))
            continue
        folder = beginning(given["template"])
        assert folder, f"{path}: the letters of {start} cannot be found"
        ends = {part.name.removesuffix("_subject.txt") for part in letters_in(folder)}
        found |= {start + end for end in ends}
    return found


def is_outbox(path: Path) -> bool:
    return path.name == "outbox.py"


def letters_in(folder: str) -> list[Path]:
    return sorted((TEMPLATES / folder).glob("*_subject.txt"))


def value_of(value: ast.expr, path: Path) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    names: Any = vars(importlib.import_module(module))
    return str(eval(ast.unparse(value), names))  # noqa: S307 - our own source


def test_the_kinds_in_use_are_found() -> None:
    assert {"accounts.invitation", "reporting.report_receipt", "needs.asked"} <= used()


def test_every_kind_in_use_is_declared() -> None:
    assert {code for code in used() if not kinds.is_declared(code)} == set()


def test_every_step_of_a_case_that_is_told_is_declared() -> None:
    from assignments.requests import states  # noqa: PLC0415 - read as data

    steps = [step for step in vars(states).values() if isinstance(step, Step) and step.tells]
    assert len(steps) > 10
    assert {f"requests.{step.letter}" for step in steps if not is_named(step)} == set()


def is_named(step: Step) -> bool:
    return kinds.is_declared(f"requests.{step.letter}")


@pytest.mark.parametrize("code", ["accounts.invitation", "accounts.role_given", "mapping.reminder"])
def test_ways_in_are_always_mailed(code: str) -> None:
    assert kinds.of(code).mandatory


def test_an_invitation_is_no_notice() -> None:
    """It would hold the key to an account, and be read by who has used it."""
    assert not kinds.of("accounts.invitation").in_portal


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("requests.new", Group.NEW_REQUESTS),
        ("requests.guest_anything", Group.NEW_REQUESTS),
        ("requests.hand_over_anything", Group.HAND_OVERS),
        ("requests.something_new", Group.CASES),
        ("unheard.of", Group.SYSTEM),
    ],
)
def test_a_kind_without_a_name_follows_those_like_it(code: str, group: Group) -> None:
    assert kinds.of(code).group == group


def test_what_nobody_declared_is_always_mailed() -> None:
    assert kinds.of("unheard.of").mandatory


def test_only_what_can_be_chosen_is_offered() -> None:
    offered = kinds.choosable()
    assert Group.SYSTEM not in offered
    assert Group.MAPPING not in offered
    assert offered[0] == Group.NEW_REQUESTS
    assert all(group in kinds.HOLDS for group in Group)
