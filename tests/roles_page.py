"""Makes docs/roles.md from the access matrix: `python -m tests.roles_page`."""

from pathlib import Path

from tests.access_rows import GET, PERSONAS, POST

PAGE = Path(__file__).resolve().parent.parent / "docs" / "roles.md"
HEADINGS = {
    "visitor": "visitor",
    "contact": "contact",
    "contact_elsewhere": "contact elsewhere",
    "adviser": "adviser",
    "leader": "leader",
    "leader_elsewhere": "leader elsewhere",
    "governor": "governor",
    "userorg": "user organisation",
    "directorate": "directorate",
    "administrator": "administrator",
}
INTRODUCTION = """# Who may open and send what

Made from `tests/access_rows.py`, which a test holds against the running code. The objects belong to
one centre and one municipality; «elsewhere» is a stranger with the same role.

✓ opens · → leads on (a visitor: to sign-in) · 403 wrong role · 404 not theirs to know of
"""


def mark(status: int) -> str:
    if status == 302:
        return "→"
    return str(status) if status in (403, 404, 503) else "✓"


def table(title: str, rows: dict[str, list[int]]) -> list[str]:
    heads = [HEADINGS[persona] for persona in PERSONAS]
    lines = [
        f"\n## {title}\n",
        f"| address | {' | '.join(heads)} |",
        "| --- |" + " :-: |" * len(heads),
    ]
    for key, row in sorted(rows.items()):
        name = key.replace("#", ", ")
        lines.append(f"| `{name}` | {' | '.join(mark(status) for status in row)} |")
    return lines


def text() -> str:
    lines = [*table("Opening a page", GET), *table("Sending a form", POST)]
    return INTRODUCTION + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text())
