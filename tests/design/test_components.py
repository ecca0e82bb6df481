"""What the components promise beyond their looks."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template

from korus_portal.design import paging
from korus_portal.design.templatetags import ui


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_the_pager_keeps_the_filters() -> None:
    page = Paginator(range(100), 10).page(3)
    found = paging.describe(page, QueryDict("fylke=56&fylke=11&page=3"))
    assert found["next"] == "?fylke=56&fylke=11&page=4"
    assert found["previous"] == "?fylke=56&fylke=11&page=2"


def test_the_pager_leaves_out_the_middle() -> None:
    page = Paginator(range(1000), 10).page(50)
    numbers = [entry and entry["number"] for entry in paging.describe(page, QueryDict())["pages"]]
    assert numbers == [1, None, 49, 50, 51, None, 100]


def test_one_page_needs_no_pager() -> None:
    html = rendered("{% pager page query %}", page=Paginator([1], 10).page(1), query=QueryDict())
    assert html.strip() == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567, "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"), (0, "0"), ("72 %", "72 %")],
)
def test_a_figure_groups_its_digits(value: object, text: str) -> None:
    assert ui.figure("Timer", value)["value"] == text


def test_a_block_component_keeps_its_content() -> None:
    html = rendered('{% card heading="Kort" level=3 %}<p>{{ text }}</p>{% endcard %}', text="<b>")
    assert "<h3" in html
    assert "<p>&lt;b&gt;</p>" in html


@pytest.mark.parametrize(
    ("state", "asks_again"), [("queued", 1), ("running", 1), ("done", 0), ("failed", 0)]
)
def test_progress_asks_again_only_while_the_work_goes_on(state: str, asks_again: int) -> None:
    job = SimpleNamespace(id=UUID(int=1), label="Rapport", state=state, done=3, total=10)
    html = rendered("{% progress job %}", job=job)
    assert html.count("every 1s") == asks_again
    assert html.count("<noscript>") == asks_again


def test_breadcrumbs_show_the_nearest_parent_alone_on_narrow_screens() -> None:
    items = [("Forsiden", "/"), ("Sentre", "/sentre/"), ("KORUS Nord", None)]
    html = rendered("{% breadcrumbs items %}", items=items)
    assert html.count('href="/sentre/"') == 2
    assert '<span aria-current="page">KORUS Nord</span>' in html


def test_a_table_can_be_scrolled_with_the_keyboard() -> None:
    html = rendered('{% data_table caption="Timer" caption_hidden=True %}{% enddata_table %}')
    assert 'role="region" aria-label="Timer" tabindex="0"' in html
    assert '<caption class="ds-sr-only">Timer</caption>' in html
