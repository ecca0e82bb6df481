"""The components of the portal; each is a template in templates/components/ and a gallery row."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from korus_portal.design import fields, paging, rich_text

register = template.Library()


@register.inclusion_tag("components/page_header.html")
def page_header(title: str, *, lead: str = "") -> dict[str, str]:
    """{% page_header _("Henvendelser") lead=_("…") %} – the only h1 of a page."""
    return {"title": title, "lead": lead}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(items: Iterable[tuple[str, str | None]]) -> dict[str, Any]:
    """{% breadcrumbs items %} – (label, url) pairs; the last one, without url, is this page."""
    trail = list(items)
    parents = [item for item in trail if item[1]]
    return {"items": trail, "parent": parents[-1] if parents else None}


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """{% field form.name %} – label, help, widget and error, wired together for every reader."""
    template_name, context = fields.describe(bound)
    return render_to_string(template_name, context)


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """{% form_errors form %} – what to mend, with links to the fields; nothing when all is well."""
    return {"errors": fields.errors(form)}


@register.inclusion_tag("components/submit.html")
def submit(
    label: str, *, variant: str = "primary", name: str = "", value: str = ""
) -> dict[str, str]:
    """{% submit _("Send") %} – sends the form it stands in."""
    return {"label": label, "variant": variant, "name": name, "value": value}


@register.inclusion_tag("components/button.html")
def button(label: str, url: str, *, variant: str = "primary") -> dict[str, str]:
    """{% button _("Ny aktivitet") url %} – a link that looks like a button; it only navigates."""
    return {"label": label, "url": url, "variant": variant}


@register.simple_block_tag
def card(content: SafeString, *, heading: str = "", level: int = 2, href: str = "") -> SafeString:
    """{% card heading=_("Henvendelser") %}…{% endcard %}"""
    context = {"content": content, "heading": heading, "level": level, "href": href}
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def alert(content: SafeString, *, tone: str = "info", heading: str = "") -> SafeString:
    """{% alert tone="warning" heading=_("…") %}…{% endalert %} – info, success, warning, danger."""
    context = {"content": content, "tone": tone, "heading": heading}
    return render_to_string("components/alert.html", context)


@register.simple_block_tag
def details(content: SafeString, *, summary: str, is_open: bool = False) -> SafeString:
    """{% details summary=_("Vis mer") %}…{% enddetails %}"""
    context = {"content": content, "summary": summary, "is_open": is_open}
    return render_to_string("components/details.html", context)


@register.inclusion_tag("components/status_tag.html")
def status_tag(label: str, *, tone: str = "neutral") -> dict[str, str]:
    """Colour never carries meaning alone: the label is always visible text."""
    return {"label": label, "tone": tone}


@register.inclusion_tag("components/unverified.html")
def unverified() -> dict[str, str]:
    """{% unverified %} – stands after a fact that nobody has confirmed."""
    return {}


@register.simple_block_tag
def empty(content: SafeString, *, heading: str) -> SafeString:
    """{% empty heading=_("Ingen henvendelser") %}what to do now{% endempty %}"""
    return render_to_string("components/empty.html", {"content": content, "heading": heading})


@register.inclusion_tag("components/pager.html")
def pager(page_obj: Page[Any], query: QueryDict, *, label: str = "") -> dict[str, Any]:
    """{% pager page_obj request.GET %} – real links that keep the filters; parameter `page`."""
    return {"label": label, **paging.describe(page_obj, query)}


@register.inclusion_tag("components/figure.html")
def figure(
    label: str, value: object, *, href: str = "", note: str = "", **told: str
) -> dict[str, Any]:
    """{% figure _("Kommuner nådd") 212 href=url note=_("…") %} – a key figure and what it means.

    `beside` is what it is compared with (last year's, or a goal), `more` another number; both may
    have their own way to the rows: `beside_href`, `more_href`.
    """
    shown = f"{value:,}".replace(",", "\N{NO-BREAK SPACE}") if isinstance(value, int) else value
    return {"label": label, "value": shown, "href": href, "note": note, **told}


@register.simple_block_tag
def data_table(content: SafeString, *, caption: str, caption_hidden: bool = False) -> SafeString:
    """{% data_table caption=_("…") %}<thead>…</thead><tbody>…</tbody>{% enddata_table %}"""
    context = {"content": content, "caption": caption, "caption_hidden": caption_hidden}
    return render_to_string("components/data_table.html", context)


@register.simple_block_tag
def facts(content: SafeString) -> SafeString:
    """{% facts %}<div><dt>…</dt><dd>…</dd></div>{% endfacts %}"""
    return render_to_string("components/facts.html", {"content": content})


@register.simple_block_tag
def timeline(content: SafeString) -> SafeString:
    """{% timeline %}<li data-state="done|current|next">…</li>{% endtimeline %}"""
    return render_to_string("components/timeline.html", {"content": content})


@register.inclusion_tag("components/progress.html")
def progress(job: object) -> dict[str, Any]:
    """{% progress job %} – asks `jobs:job_progress` once a second until the job has ended."""
    return {"job": job}


@register.filter(is_safe=True)
def rich(text: str, under: int = 2) -> SafeString:
    """{{ section.body|rich:3 }} – marked text; its headings come below the level given (2)."""
    return rich_text.html(text, under=under)
