"""What an information round counts for: kjent, where it was delivered (rules 5 and 11)."""

from assignments.coverage.models import Fact, Level
from assignments.rounds.models import InformationRound
from municipalities import structure


def facts_of(information_round: InformationRound) -> list[Fact]:
    """Kjent for each municipality and district with a delivered row (rule 5); none once it is
    deleted.

    The municipality of districts alone is known through each of them (rule 11).
    """
    delivered = information_round.rows.filter(state="delivered").order_by("municipality__code")
    if information_round.deleted_at is not None:
        return []
    rows = list(delivered.values_list("municipality", "municipality__parent"))
    today = structure.place_today_ids({parent or pk for pk, parent in rows})
    day, centre = information_round.day, information_round.centre
    return [
        Fact(
            source_kind=Fact.Source.ROUND,
            source_id=information_round.pk,
            day=day,
            year=day.year,
            centre=centre,
            centre_kind=centre.kind,
            place_then_id=parent or pk,
            place_today_id=today[parent or pk],
            district_id=pk if parent else None,
            theme_id=information_round.theme_id,
            level=Level.KNOWN,
        )
        for pk, parent in rows
    ]
