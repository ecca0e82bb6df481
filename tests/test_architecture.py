"""House rules that no linter knows. Fails with the file and line to fix."""

import ast
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
DOMAIN_APPS = ["centres", "municipalities", "assignments", "reporting"]
ALL_APPS = [*DOMAIN_APPS, "korus_portal"]
HTTP = ("django.http", "django.shortcuts", "django.contrib.messages", "rest_framework")


def modules(names: set[str], places: list[str]) -> list[Path]:
    """Files `<name>.py`, and files inside packages of that name."""
    return sorted(
        path
        for place in places
        for path in (ROOT / place).rglob("*.py")
        if names & set(path.relative_to(ROOT).with_suffix("").parts)
        and "migrations" not in path.parts
    )


DOMAIN = modules({"models", "rules", "actions"}, ALL_APPS)
ENTRY = modules({"views", "api"}, ALL_APPS)
EVERYTHING = sorted(
    path
    for place in ALL_APPS
    for path in (ROOT / place).rglob("*.py")
    if "migrations" not in path.parts
)
PARTS = [
    "design",
    "accounts",
    "audit",
    "files",
    "notifications",
    "jobs",
    "municipalities",
    "register",
    "indicators",
    "centres",
    "grants",
    "coverage",
    "plans",
    "activities",
    "requests",
    "surveys",
    "mapping",
    "needs",
    "outreach",
    "rounds",
    "agreements",
    "feedback",
    "dialogues",
    "reporting",
    "pages",
]
SIDE_BY_SIDE = ["activities", "requests", "surveys", "mapping"]
ON_TOP = ["outreach", "rounds", "agreements", "feedback", "dialogues"]
# Same height: neither may point at the other.
BESIDE = [
    {"notifications", "jobs"},
    {"register", "indicators"},
    *({one, other} for one, other in combinations(SIDE_BY_SIDE, 2)),
    *({one, other} for one, other in combinations(ON_TOP, 2)),
]
MODEL_NAMES = {model.__name__ for model in apps.get_models()}
# Reference data, public to everyone, and sign-in's own rows: no rule about who sees them.
PUBLIC_MODELS = {
    "County",
    "Municipality",
    "MunicipalityChange",
    "Theme",
    "HexTile",
    "CountyGovernor",
    "Centre",
    "Catchment",
    "MandateTask",
    "Initiative",
    "CoverageRow",
    "Boundary",
    "Recognition",
}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def unscoped_managers(node: ast.AST) -> Iterator[str]:
    """`Model.objects.<anything but visible_to>` of models that have an owner."""
    for found in ast.walk(node):
        match found:
            case ast.Attribute(
                value=ast.Attribute(value=ast.Name(id=model), attr="objects"), attr=name
            ) if model in MODEL_NAMES - PUBLIC_MODELS and name not in ("visible_to",):
                yield f"line {found.lineno}: {model}.objects.{name}"


@pytest.mark.parametrize("path", ENTRY, ids=short)
def test_entry_points_only_read_what_the_user_may_see(path: Path) -> None:
    assert list(unscoped_managers(tree(path))) == []


@pytest.mark.parametrize("path", DOMAIN, ids=short)
def test_domain_code_knows_nothing_of_http(path: Path) -> None:
    imported = [
        node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)
    ]
    assert [name for name in imported if name.startswith(HTTP)] == []


def test_relations_point_downwards_like_imports() -> None:
    """import-linter cannot see `ForeignKey("app.Model")`; this can."""
    upward = []
    for model in apps.get_models():
        own = model._meta.app_label
        for field in (*model._meta.fields, *model._meta.many_to_many):
            other = field.related_model._meta.app_label if field.related_model else own
            if own not in PARTS or other not in PARTS or own == other:
                continue
            if {own, other} in BESIDE or PARTS.index(other) > PARTS.index(own):
                upward.append(f"{model._meta.label}.{field.name} → {other}")
    assert upward == []


def test_every_app_of_ours_has_its_place_in_the_house() -> None:
    ours = {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path
    }
    assert ours == set(PARTS)


@pytest.mark.parametrize("path", EVERYTHING, ids=short)
def test_no_signals_and_no_save_overrides(path: Path) -> None:
    bad = []
    for node in ast.walk(tree(path)):
        match node:
            case ast.ImportFrom(module=module) if module and (
                module.startswith("django.db.models.signals") or module == "django.dispatch"
            ):
                bad.append(f"line {node.lineno}: signal")
            case ast.ClassDef(bases=bases, body=body) if any(
                "Model" in ast.unparse(base) and "Form" not in ast.unparse(base) for base in bases
            ):
                bad += [
                    f"line {part.lineno}: {node.name}.{part.name}"
                    for part in body
                    if isinstance(part, ast.FunctionDef) and part.name in ("save", "delete")
                ]
    assert bad == []


LONGEST_FILE, LONGEST_FUNCTION = 400, 30


def length(function: ast.FunctionDef) -> int:
    """Lines of the body, the docstring apart."""
    first = function.body[1 if ast.get_docstring(function) else 0 :]
    return (function.end_lineno or 0) - first[0].lineno + 1 if first else 0


@pytest.mark.parametrize("path", EVERYTHING, ids=short)
def test_files_and_functions_hold_their_size(path: Path) -> None:
    text = path.read_text()
    long = {
        node.name: length(node)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and length(node) > LONGEST_FUNCTION
    }
    assert text.count("\n") <= LONGEST_FILE
    assert long == {}


@pytest.mark.parametrize("path", EVERYTHING, ids=short)
def test_nothing_is_called_utils_or_helpers(path: Path) -> None:
    assert path.stem not in ("utils", "helpers", "services", "common", "misc")


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_templates_obey_the_content_security_policy_and_hold_their_size(path: Path) -> None:
    text = path.read_text()
    assert 'style="' not in text
    assert "<style" not in text
    assert "<script>" not in text
    assert text.count("\n") <= 120


def test_migrations_are_named() -> None:
    unnamed = [
        short(path) for place in ALL_APPS for path in (ROOT / place).rglob("migrations/*_auto_*.py")
    ]
    assert unnamed == []
