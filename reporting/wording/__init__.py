"""The texts that the portal proposes: plain sentences with figures, nothing invented."""

from reporting.wording.briefs import propose_brief, propose_of_initiative
from reporting.wording.chapters import propose_chapters

__all__ = ["propose_brief", "propose_chapters", "propose_of_initiative"]
