"""The standing duties: the tasks of the shared mandate that a centre's function and kind carry."""

from django.db.models import QuerySet

from centres.models import Centre, MandateTask

AppliesTo, Function = MandateTask.AppliesTo, Centre.Function


def duties_of(centre: Centre) -> QuerySet[MandateTask]:
    """In the mandate's own order. Optional ones are among them and say so (`is_optional`)."""
    applies = {AppliesTo.ALL}
    if centre.function in (Function.NATIONAL, Function.BOTH):
        applies.add(AppliesTo.NATIONAL)
    if centre.function in (Function.REGIONAL, Function.BOTH):
        applies.add(AppliesTo.REGIONAL)
    if centre.kind == Centre.Kind.KORUS:
        applies.add(AppliesTo.KORUS)
    return MandateTask.objects.filter(applies_to__in=applies, retired_on=None)
