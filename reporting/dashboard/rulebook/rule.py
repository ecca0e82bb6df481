"""What a rule of counting is."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Rule:
    """One question of counting with its answer, and the dotted paths of what keeps it."""

    number: int
    slug: str
    title: Text
    text: Text
    kept_by: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return f"regel-{self.number}"


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that answer the same kind of question."""

    slug: str
    name: Text
    rules: tuple[Rule, ...]

    @property
    def anchor(self) -> str:
        return f"gruppe-{self.slug}"
