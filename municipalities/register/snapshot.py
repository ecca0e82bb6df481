"""The register as it stands around a day, read for a comparison by six queries."""

from datetime import date, timedelta

from municipalities.models import County, Municipality, MunicipalityChange
from municipalities.register.comparing import Comparison, Register, compare
from municipalities.register.klass import ChangeRow, CodeList, CodeRow
from municipalities.register.models import RegisterUpdate


def register_around(day: date) -> Register:
    eve = day - timedelta(days=1)
    rows = Municipality.objects.order_by("code")
    before = {
        code: official or name
        for code, official, name in rows.in_force(on=eve).values_list(
            "code", "official_name", "name"
        )
    }
    changes = MunicipalityChange.objects.filter(date__gte=day)
    return Register(
        day=day,
        before=before,
        on_day=frozenset(rows.in_force(on=day).values_list("code", flat=True)),
        ever=frozenset(rows.municipalities().values_list("code", flat=True)),
        counties=dict(County.objects.in_force(on=eve).values_list("code", "name")),
        counties_ever=frozenset(County.objects.values_list("code", flat=True)),
        later=frozenset(changes.values_list("date", "old__code", "new__code")),
    )


def comparison_of(update: RegisterUpdate) -> Comparison:
    """What the stored lists would do to the register as it is now; the same after they have."""
    codes, changes = lists_of(update)
    return compare(register_around(update.valid_from), codes, changes)


def lists_of(update: RegisterUpdate) -> tuple[CodeList, list[ChangeRow]]:
    content = update.content
    return (
        CodeList(
            [CodeRow(*row) for row in content["codes"]],
            [CodeRow(*row) for row in content["counties"]],
        ),
        [ChangeRow(*row) for row in content["changes"]],
    )
