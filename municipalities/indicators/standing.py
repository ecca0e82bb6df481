"""Which values stand, where several batches speak of the same indicator, place and year.

A later batch replaces an earlier one. One under embargo leaves what it replaces in its place:
others go on seeing the old value until the date. A batch that is withdrawn has said nothing.
"""

from django.db import connection

from municipalities.indicators.models import Batch, IndicatorValue

# A value stands unless a batch applied later speaks no later than the value itself does.
#
# Decided for all values of the indicators and years at hand: what the batch does not speak of comes
# out as it was, and the planner needs no guess at how many places a new batch has.
STANDING = """
WITH told AS (
  SELECT value.id, value.is_current, coalesce(value.embargo_until, '-infinity') AS speaks_from,
    min(coalesce(value.embargo_until, '-infinity')) OVER (
      PARTITION BY value.indicator_id, value.year, coalesce(value.municipality_id, 0),
        coalesce(value.county_id, 0)
      ORDER BY batch.applied_at DESC, batch.id DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS later_speaks_from
  FROM indicators_indicatorvalue value
  JOIN indicators_batch batch ON batch.id = value.batch_id AND batch.state = 'applied'
  WHERE value.indicator_id = ANY(%(indicators)s) AND value.year = ANY(%(years)s)
),
decided AS (
  SELECT id, is_current, later_speaks_from IS NULL OR speaks_from < later_speaks_from AS stands
  FROM told
)
UPDATE indicators_indicatorvalue value SET is_current = decided.stands
FROM decided
WHERE decided.id = value.id AND decided.is_current <> decided.stands
  AND decided.stands = %(stands)s
"""


def settle(batch: Batch) -> None:
    """Decide anew for everything the batch speaks of. First what steps back, then what stands."""
    values = IndicatorValue.objects.filter(batch=batch).order_by()
    spoken_of = {
        "indicators": list(values.values_list("indicator", flat=True).distinct()),
        "years": list(values.values_list("year", flat=True).distinct()),
    }
    with connection.cursor() as cursor:
        for stands in (False, True):
            cursor.execute(STANDING, {**spoken_of, "stands": stands})
