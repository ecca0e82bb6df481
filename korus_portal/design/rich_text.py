"""Text with a few marks that survive into every format: headings, lists, links, emphasis, tables.

It is stored as it was typed (a subset of Markdown). Pages show `html`; documents build on `parse`.
What the subset does not know is text, so nothing that was typed is ever lost or run.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import nh3
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.token import Token

from korus_portal.design.free_text import FreeTextField

RULES = ["heading", "list", "table", "link", "image", "emphasis", "escape", "newline"]
# Far above what any field takes: a text of this size was not written by hand.
LONGEST = 100_000
LINK = re.compile(r"(https?://[^/\\]|mailto:[^/\\]|/(?![/\\]|%5c))", re.IGNORECASE)
TAGS = {"h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "strong", "em", "a", "div"} | {
    *("table", "thead", "tbody", "tr", "th", "td")
}
ATTRIBUTES = {"a": {"href"}, "th": {"scope"}, "div": {"class"}, "table": {"class"}}


@dataclass(frozen=True)
class Run:
    """A piece of a line in one style. A break is a run of its own with the text «\\n»."""

    text: str
    is_strong: bool = False
    is_emphasised: bool = False
    href: str = ""
    is_break: bool = False


Cell: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """Level 2 or 3, as «##» and «###»."""

    level: int
    runs: Cell


@dataclass(frozen=True)
class Paragraph:
    runs: Cell


@dataclass(frozen=True)
class Listing:
    is_ordered: bool
    items: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block: TypeAlias = Heading | Paragraph | Listing | Table


class Parser(MarkdownIt):
    """The subset: raw HTML is text, and a link goes to the web, a mailbox or the portal."""

    def __init__(self) -> None:
        super().__init__("zero", {"html": False, "breaks": True, "maxNesting": 12})
        self.enable(RULES)
        self.block.ruler.at("list", flat_list, {"alt": ["paragraph", "reference", "blockquote"]})

    def validateLink(self, url: str) -> bool:  # noqa: N802 – the library's name
        return is_safe_link(url)


def flat_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 – called so
    """A list in a list stays text: not every format can hold it, and depth has no end."""
    if state.level > 0 and state.sCount[start] >= state.blkIndent:
        return False
    return list_block(state, start, end, silent)


def is_safe_link(url: str) -> bool:
    return LINK.match(url) is not None


PARSER = Parser()


def tokens(text: str) -> list[Token]:
    return PARSER.parse(text[:LONGEST].replace("\x00", ""))


def parse(text: str) -> list[Block]:
    """The blocks of a text, in order. Never fails."""
    return list(without_gaps(blocks(tokens(text))))


def without_gaps(found: Iterable[Block]) -> Iterator[Block]:
    """A smaller heading before any larger one stands in its place: no level is passed over."""
    has_larger = False
    for block in found:
        if isinstance(block, Heading):
            has_larger = has_larger or block.level == 2
            yield block if has_larger else replace(block, level=2)
        else:
            yield block


def blocks(found: Sequence[Token]) -> Iterator[Block]:
    position = 0
    while position < len(found):
        end = closing(found, position)
        inner = found[position : end + 1]
        match found[position].type:
            case "heading_open":
                level = min(max(int(found[position].tag[1]), 2), 3)
                yield Heading(level, joined(inner))
            case "paragraph_open":
                yield Paragraph(joined(inner))
            case "bullet_list_open":
                yield Listing(is_ordered=False, items=tuple(items(inner)))
            case "ordered_list_open":
                yield from ordered(inner)
            case "table_open":
                yield table(inner)
        position = end + 1


def closing(found: Sequence[Token], position: int) -> int:
    """Where the block that opens at this position ends."""
    depth = 0
    for place in range(position, len(found)):
        depth += found[place].nesting
        if depth <= 0:
            return place
    return len(found) - 1


def joined(inner: Sequence[Token]) -> Cell:
    """Every line in these tokens, with breaks between."""
    cells = [tuple(runs(token)) for token in inner if token.type == "inline"]
    found: list[Run] = []
    for cell in cells:
        found += [Run("\n", is_break=True), *cell] if found else cell
    return tuple(found)


def items(inner: Sequence[Token]) -> Iterator[Cell]:
    for position, token in enumerate(inner):
        if token.type == "list_item_open":
            yield joined(inner[position : closing(inner, position) + 1])


def ordered(inner: Sequence[Token]) -> Iterator[Block]:
    """«17. mai var vi i Alta» is a date and no list: a list has more points, and begins with 1."""
    found = tuple(items(inner))
    marks = [f"{t.info}{t.markup} " for t in inner if t.type == "list_item_open"]
    if len(found) > 1 and marks[0].startswith(("1.", "1)")):
        yield Listing(is_ordered=True, items=found)
        return
    for mark, item in zip(marks, found, strict=True):
        yield Paragraph((Run(mark), *item))


def table(inner: Sequence[Token]) -> Table:
    rows: list[list[Cell]] = []
    for token in inner:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(tuple(runs(token)))
    header, *body = rows
    return Table(tuple(header), tuple(tuple(row) for row in body))


def runs(inline: Token) -> Iterator[Run]:
    style = Run("")
    for token in inline.children or []:
        match token.type:
            case "strong_open" | "strong_close":
                style = replace(style, is_strong=token.nesting > 0)
            case "em_open" | "em_close":
                style = replace(style, is_emphasised=token.nesting > 0)
            case "link_open" | "link_close":
                style = replace(style, href=str(token.attrGet("href") or ""))
            case "softbreak" | "hardbreak":
                yield Run("\n", is_break=True)
            case _ if token.content:
                yield replace(style, text=token.content)


def html(text: str, *, under: int = 2) -> SafeString:
    """For a page: «##» becomes the level below `under`, the heading that the text stands under."""
    shown = format_html_join("\n", "{}", ((block_html(block, under),) for block in parse(text)))
    # Everything in it is escaped already; the cleaner guards against a mistake above.
    return mark_safe(nh3.clean(shown, tags=TAGS, attributes=ATTRIBUTES))  # noqa: S308


def block_html(block: Block, under: int) -> SafeString:
    match block:
        case Heading():
            tag = f"h{min(under + block.level - 1, 6)}"
            return format_html("<{0}>{1}</{0}>", mark_safe(tag), line_html(block.runs))  # noqa: S308
        case Paragraph():
            return format_html("<p>{}</p>", line_html(block.runs))
        case Listing():
            tag = "ol" if block.is_ordered else "ul"
            points = format_html_join("", "<li>{}</li>", ((line_html(i),) for i in block.items))
            return format_html("<{0}>{1}</{0}>", mark_safe(tag), points)  # noqa: S308
        case Table():
            return table_html(block)


def table_html(block: Table) -> SafeString:
    head = format_html_join(
        "", '<th scope="col">{}</th>', ((line_html(cell),) for cell in block.header)
    )
    cells = [
        format_html_join("", "<td>{}</td>", ((line_html(cell),) for cell in row))
        for row in block.rows
    ]
    body = format_html_join("", "<tr>{}</tr>", ((row,) for row in cells))
    return format_html(
        '<div class="table-region"><table class="ds-table table">'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        head,
        body,
    )


def line_html(cell: Cell) -> SafeString:
    return format_html_join("", "{}", ((run_html(run),) for run in cell))


def run_html(run: Run) -> SafeString:
    if run.is_break:
        return SafeString("<br>")
    shown = format_html("{}", run.text)
    if run.is_emphasised:
        shown = format_html("<em>{}</em>", shown)
    if run.is_strong:
        shown = format_html("<strong>{}</strong>", shown)
    return format_html('<a href="{}">{}</a>', run.href, shown) if run.href else shown


def plain(text: str) -> str:
    """For where no style can be: the words, one block below the other."""
    return "\n\n".join(block_plain(block) for block in parse(text))


def block_plain(block: Block) -> str:
    match block:
        case Heading() | Paragraph():
            return line_plain(block.runs)
        case Listing():
            marks = [f"{number}." if block.is_ordered else "-" for number in counted(block)]
            lines = zip(marks, block.items, strict=True)
            return "\n".join(f"{mark} {line_plain(item)}" for mark, item in lines)
        case Table():
            rows = [block.header, *block.rows]
            return "\n".join(" | ".join(line_plain(cell) for cell in row) for row in rows)


def counted(block: Listing) -> range:
    return range(1, len(block.items) + 1)


def line_plain(cell: Cell) -> str:
    return "".join(run.text for run in cell)


def words(text: str) -> int:
    """As a reader counts them: no marks, no dashes, no addresses of links."""
    found = (word for block in parse(text) for line in lines(block) for word in split(line))
    return sum(any(sign.isalnum() for sign in word) for word in found)


def split(line: Cell) -> list[str]:
    return line_plain(line).split()


def lines(block: Block) -> Iterator[Cell]:
    match block:
        case Heading() | Paragraph():
            yield block.runs
        case Listing():
            yield from block.items
        case Table():
            yield from block.header
            for row in block.rows:
                yield from row


HELP = gettext_lazy(
    "Ikke skriv opplysninger om enkeltpersoner. Overskrift: ## foran linjen. Liste: - foran hvert "
    "punkt. Utheving: **fet** og *kursiv*. Lenke: [tekst](https://…)."
)
UNKNOWN = [
    (
        re.compile(r"^ {0,3}(#|#{4,6})\s", re.MULTILINE),
        gettext_lazy("Bruk ## eller ### foran en overskrift. Andre nivåer kan ikke brukes."),
    ),
    (
        re.compile(r"!\[[^\]]*\]\("),
        gettext_lazy("Bilder kan ikke stå i teksten. Ta bort bildet, eller lenk til det."),
    ),
    (
        re.compile(
            r"</?(?:a|b|i|u|p|br|hr|em|div|span|strong|font|table|td|tr|th|ul|ol|li|img|h[1-6]"
            r"|script|style|iframe|svg|object|form|input)\b[^<>]*>",
            re.IGNORECASE,
        ),
        gettext_lazy("HTML-koder kan ikke brukes. Skriv teksten uten dem."),
    ),
    (
        re.compile(r"^ {0,3}([-*+]|\d+[.)]) +\S.*\n {2,}([-*+]|\d+[.)]) +\S", re.MULTILINE),
        gettext_lazy("En liste kan ikke stå i en liste. La alle punktene begynne likt."),
    ),
]
ADDRESS = re.compile(r"(?<![!\\])\[[^\]\n]+\]\(\s*<?([^\s)>]+)")


def refuse_unknown_marks(text: str) -> None:
    """Raise ValidationError for what the subset cannot hold; it would stand there as typed."""
    found = [str(message) for pattern, message in UNKNOWN if pattern.search(text)]
    found += [
        _("Lenken «%(address)s» kan ikke brukes. Skriv hele adressen med https://.")
        % {"address": address[:80]}
        for address in ADDRESS.findall(text)
        if not is_safe_link(address)
    ]
    if found:
        raise ValidationError(found, code="unknown_marks")


class RichTextarea(forms.Textarea):
    """A plain text area; static/js/rich_text.js puts a row of buttons over it."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        labels = {
            "toolbar": _("Utforming av teksten"),
            "heading": _("Overskrift"),
            "list": _("Punktliste"),
            "numbered": _("Nummerert liste"),
            "bold": _("Fet"),
            "italic": _("Kursiv"),
            "link": _("Lenke"),
            "table": _("Tabell"),
            "text": _("tekst"),
        }
        own = {"data-rich": json.dumps(labels, ensure_ascii=False)}
        return {**own, **super().build_attrs(base_attrs, extra_attrs)}


class RichTextField(FreeTextField):
    """Free text with the marks of the subset; stored as it was typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", RichTextarea(attrs={"rows": 14}))
        kwargs["help_text"] = kwargs.get("help_text") or HELP
        super().__init__(**kwargs)
        self.validators.append(refuse_unknown_marks)
