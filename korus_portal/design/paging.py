"""The links of a pager: same address and filters, another page."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

PARAMETER = "page"


def describe(page: Page[Any], query: QueryDict) -> dict[str, Any]:
    """Numbers with links; None where pages are left out."""
    paginator: Paginator[Any] = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "is_needed": paginator.num_pages > 1,
        "previous": _link(query, page.number - 1) if page.has_previous() else "",
        "next": _link(query, page.number + 1) if page.has_next() else "",
        "pages": [
            {"number": number, "url": _link(query, number), "is_current": number == page.number}
            if isinstance(number, int)
            else None
            for number in numbers
        ],
    }


def _link(query: QueryDict, number: int) -> str:
    changed = query.copy()
    changed[PARAMETER] = str(number)
    return f"?{changed.urlencode()}"
