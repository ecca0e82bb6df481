"""The figures of a report, each with the ids of the rows that it was counted from.

Pure: rows in, plain data out. Hours and shares are strings with a fixed number of decimals, so
that the frozen figures have one written form. Rule numbers are those of the counting rules.
"""

from reporting import corrections
from reporting.figures import around, places, told, work
from reporting.figures.sums import Figures
from reporting.figures.told import of_subject
from reporting.figures.work import RESEARCH_WARNING
from reporting.gathering import YearRows

__all__ = ["RESEARCH_WARNING", "SCHEMA", "Figures", "of_subject", "of_year"]

# 2: with funding, statuses and what stands around the activities. Frozen figures keep theirs.
SCHEMA = 2


def of_year(rows: YearRows) -> Figures:
    """All figures of the report as a whole. Totals come from the activities (rule 3)."""
    return {
        "schema": SCHEMA,
        "totals": work.totals(rows),
        "research": work.research(rows.activities),
        "levels": places.levels(rows),
        "municipalities": places.places(rows, districts=False),
        "districts": places.places(rows, districts=True),
        "kinds": work.by_kind(rows.activities),
        "themes": work.by_theme(rows.activities),
        "mandate_tasks": work.by_task(rows.activities),
        "statuses": told.by_status(rows),
        "funding": told.by_funding(rows),
        "agreements": around.agreements(rows),
        "roles": work.by_role(rows.roles),
        "courses": work.by_course(rows.activities),
        "cooperation": around.cooperation(rows),
        "user_participation": around.user_participation(rows),
        "feedback": rows.feedback,
        "informed": {"rounds": rows.rounds, "municipalities": rows.informed},
        "open_needs": around.open_needs(rows),
        **around.recognition(rows),
        "rows": [work.activity(row) for row in rows.activities],
        "request_rows": [work.request(row) for row in rows.requests],
        "corrections": [corrections.frozen(row) for row in rows.corrections],
    }
