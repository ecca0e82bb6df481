"""The national figures of one kind of centre and year, counted from the reports' frozen figures.

Pure: reports in, plain data out. One report is held at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.national import effort, money, reach, standing
from reporting.national.source import Source, Structure


@dataclass(frozen=True)
class Summary:
    effort: effort.Effort
    reach: reach.Reach
    standing: standing.Standing
    money: money.Money
    # Reports whose year has no confirmed activity: «ingen data», never 0 (rule 14).
    without_data: list[int]


def combine(sources: Iterable[Source], structure: Structure) -> Summary:
    efforts, reached = effort.Adding(structure.leads), reach.Adding(structure)
    stood, paid = standing.Adding(), money.Adding()
    without_data = []
    for source in sources:
        for adding in (efforts, reached, stood, paid):
            adding.add(source)
        if not source.figures["totals"]["activities"]["value"]:
            without_data.append(source.report)
    return Summary(
        effort=efforts.effort(),
        reach=reached.reach(),
        standing=stood.standing(),
        money=paid.money(),
        without_data=without_data,
    )
