"""Files of values on their way in: uploaded, read, looked through, applied or discarded."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User
from municipalities.indicators.models.marks import Mark, is_number
from municipalities.indicators.models.sources import Indicator, Source
from municipalities.models import County, Municipality


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: Viewer) -> Self:
        """Whoever may import the source. Embargoed ones: the importer alone."""
        free = Q(embargo_until=None) | Q(embargo_until__lte=timezone.localdate())
        own = Q(imported_by=user.pk) if user.pk else Q(pk=None)
        sources = Source.objects.importable_by(user)
        return self.filter(Q(source__in=sources.values("pk")) & (free | own))


class Batch(models.Model):
    """One file of values: applied as a whole or not at all, and can be withdrawn."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("lastet opp")
        READING = "reading", _("leses")
        PREVIEWED = "previewed", _("til gjennomsyn")
        APPLIED = "applied", _("tatt i bruk")
        DISCARDED = "discarded", _("forkastet")
        WITHDRAWN = "withdrawn", _("trukket tilbake")

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        JSON_STAT = "json-stat", "JSON-stat2"

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="batches", verbose_name=_("kilde")
    )
    file_name = models.CharField(_("fil"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("størrelse (byte)"))
    file_format = models.CharField(_("format"), max_length=10, choices=Format)
    # What each column is, as chosen; see `ColumnMap`.
    columns = models.JSONField(default=dict)
    # The structure the codes stand in; empty means that of each value's own year.
    structure_year = models.PositiveSmallIntegerField(_("kommunestruktur"), null=True, blank=True)
    embargo_until = models.DateField(_("sperrefrist"), null=True, blank=True)
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.UPLOADED)
    accepted = models.PositiveIntegerField(_("godtatte rader"), default=0)
    rejected = models.PositiveIntegerField(_("rader med feil"), default=0)
    carried = models.PositiveIntegerField(_("førte videre"), default=0)
    # Why the file as a whole could not be read, in plain Norwegian.
    failure = models.CharField(max_length=300, blank=True)
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("lastet opp"), default=timezone.now)
    applied_at = models.DateTimeField(_("tatt i bruk"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(_("begrunnelse"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("importer")
        constraints = [
            models.CheckConstraint(
                name="indicators_applied_batches_say_when",
                condition=~Q(state="applied") | Q(applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="indicators_a_withdrawal_owes_a_reason",
                condition=~Q(state="withdrawn")
                | (~Q(reason="") & Q(closed_by__isnull=False, closed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.imported_at:%Y-%m-%d})"


class BatchFile(models.Model):
    """The uploaded file itself, until the batch is applied or discarded."""

    batch = models.OneToOneField(Batch, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.batch_id}"


class ColumnMap(models.Model):
    """What the columns of a source's files are: chosen once, remembered for the next file.

    `columns` maps the heading of a column to a role: "place", "year", "indicator", "value",
    "ignore", or "value:<indicator code>"; `constants` holds what no column says (year, indicator).
    """

    source = models.OneToOneField(Source, models.CASCADE, related_name="column_map")
    columns = models.JSONField(default=dict)
    constants = models.JSONField(default=dict)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.source_id}"


class StagedValue(models.Model):
    """One value of a batch before it is applied."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="staged")
    line = models.PositiveIntegerField()
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, models.CASCADE, null=True, related_name="+")
    county = models.ForeignKey(County, models.CASCADE, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    mark = models.CharField(max_length=2, choices=Mark, blank=True)
    original_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "indicator", "municipality", "county", "year"],
                nulls_distinct=False,
                name="indicators_a_staged_value_stands_once",
            ),
            models.CheckConstraint(name="indicators_staged_marks", condition=is_number()),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line}"


class RowError(models.Model):
    """What is wrong with one cell of a file. The first thousand are kept, all are counted."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="row_errors")
    line = models.PositiveIntegerField(_("rad"))
    column = models.CharField(_("kolonne"), max_length=120, blank=True)
    cell = models.CharField(_("celle"), max_length=120, blank=True)
    message = models.CharField(_("feil"), max_length=300)

    class Meta:
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line} {self.message}"
