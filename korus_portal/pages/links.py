"""Addresses of pages that may not exist: a link to nowhere is no link."""

from django.urls import NoReverseMatch, reverse


def to(name: str, *arguments: object) -> str:
    """The address of a named page, empty when there is none."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
