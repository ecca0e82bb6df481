"""What a section of the front page is made of."""

from dataclasses import dataclass, field

from assignments.requests.models import SupportRequest
from korus_portal.pages.key_figures.parts import KeyFigure


@dataclass(frozen=True, slots=True)
class Step:
    """Something that waits, or a place to go: a sentence and where it leads.

    `todo` says what to do about it when it is the first thing to do; `text` is then the reason.
    """

    label: str
    href: str
    text: str = ""
    count: int | None = None
    is_urgent: bool = False
    todo: str = ""


@dataclass(slots=True)
class Section:
    """What one role in one organisation has to do. `actions` are what one comes for."""

    heading: str
    href: str = ""
    figures: list[KeyFigure] = field(default_factory=list)
    # The rules of coverage are behind the figures, and stand beside them.
    is_coverage: bool = False
    first: Step | None = None
    actions: list[tuple[str, str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    requests: list[SupportRequest] = field(default_factory=list)
    shows_requests: bool = False


def most_urgent(*candidates: Step | None) -> Step | None:
    """The first that somebody can do anything about: nothing waits where the count is 0."""
    for step in candidates:
        if step is not None and step.todo and step.href and step.count != 0:
            return step
    return None


def tidied(section: Section) -> Section:
    """Leave out what has no page, and what already stands as the first thing to do."""
    first = section.first.href if section.first else ""
    section.actions = [(label, href) for label, href in section.actions if href]
    section.steps = [step for step in section.steps if step.href and step.href != first]
    return section
