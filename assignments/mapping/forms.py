"""What is filled in about a mapping, with the error texts."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assignments.mapping import lines
from assignments.mapping.models import Campaign, Question
from assignments.mapping.values import LABELS, CampaignValues, Chosen, Invited, values_of
from assignments.plans.forms import ThemeField, themes_on_offer
from assignments.plans.selects import capitalised
from centres.models import Centre
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from municipalities.models import Theme

LARGEST_FILE = 1_000_000


class CentreForm(forms.Form):
    """Only who works at several centres is asked which one."""

    centre = forms.ModelChoiceField(
        label=gettext_lazy("Senter"), queryset=Centre.objects.none(), to_field_name="code"
    )

    def offer_centres(self, centres: Iterable[Centre]) -> None:
        self.centres = list(centres)
        if len(self.centres) == 1:
            del self.fields["centre"]
        else:
            field: Any = self.fields["centre"]
            field.queryset = Centre.objects.filter(pk__in=[row.pk for row in self.centres])

    @property
    def for_centre(self) -> Centre:
        chosen: Centre = self.cleaned_data.get("centre") or self.centres[0]
        return chosen


class CampaignForm(CentreForm):
    """A mapping. `stored` is the one being changed, None for a new one."""

    title = forms.CharField(
        label=LABELS["title"],
        max_length=160,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Står i e-posten og over spørsmålene."),
    )
    introduction = FreeTextField(
        label=LABELS["introduction"],
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "Hvorfor dere spør, og hva svarene skal brukes til. "
            "Ikke skriv opplysninger om enkeltpersoner."
        ),
    )
    respondent = forms.ChoiceField(
        label=LABELS["respondent"],
        choices=capitalised(Campaign.Respondent.choices),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Svar fra en tjeneste vises fra ett svar. Svar fra ansatte vises bare når minst tre "
            "har svart."
        ),
    )
    closes_on = forms.DateField(
        label=LABELS["closes_on"],
        widget=DateInput,
        help_text=gettext_lazy("Siste dag det kan svares. Dagen etter avsluttes kartleggingen."),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, centres: Iterable[Centre], stored: Campaign | None = None
    ) -> None:
        super().__init__(data, initial=initial_of(stored))
        self.stored = stored
        self.offer_centres([stored.centre] if stored else centres)
        if stored is not None and not stored.is_draft:
            del self.fields["respondent"]

    def clean_closes_on(self) -> Any:
        day = self.cleaned_data["closes_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Svarfristen er passert. Velg en dag fra og med i dag."))
        return day

    def values(self) -> CampaignValues:
        cleaned = self.cleaned_data
        stored = self.stored.respondent if self.stored else ""
        return CampaignValues(
            title=cleaned["title"],
            introduction=cleaned["introduction"],
            respondent=Campaign.Respondent(cleaned.get("respondent") or stored),
            closes_on=cleaned["closes_on"],
        )


def initial_of(stored: Campaign | None) -> dict[str, Any]:
    if stored is None:
        return {"form_token": uuid4()}
    values = values_of(stored)
    return {
        "title": values.title,
        "introduction": values.introduction,
        "respondent": values.respondent,
        "closes_on": values.closes_on,
        "version": stored.version,
    }


class QuestionsForm(forms.Form):
    """Which questions of the bank are asked; drawn theme by theme by the page."""

    questions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Spørsmål"),
        queryset=Question.objects.none(),
        error_messages={"required": gettext_lazy("Velg minst ett spørsmål.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        own = [row.question_id for row in campaign.asked.all()]
        super().__init__(data, initial={"questions": own, "version": campaign.version})
        field: Any = self.fields["questions"]
        bank = Question.objects.open_to(campaign.centre) | Question.objects.filter(pk__in=own)
        field.queryset = bank.select_related("theme__parent")

    def clean_questions(self) -> list[Question]:
        """One wish for each theme: so each person stands in one place when wishes are counted."""
        chosen = list(self.cleaned_data["questions"])
        wishes = [row.theme for row in chosen if row.kind == Question.Kind.WISH]
        twice = sorted({str(theme) for theme in wishes if wishes.count(theme) > 1})
        if twice:
            raise ValidationError(
                _("Velg bare ett spørsmål om ønske for hvert tema: %(themes)s.")
                % {"themes": ", ".join(twice)}
            )
        return chosen

    def by_theme(self) -> list[tuple[Theme, list[tuple[Question, bool]]]]:
        """The bank as it is drawn: every question with whether it is chosen."""
        field: Any = self.fields["questions"]
        chosen = {str(pk) for pk in self["questions"].value() or ()}
        rows = [(row, str(row.pk) in chosen) for row in field.queryset]
        return [(theme, list(part)) for theme, part in groupby(rows, key=lambda row: row[0].theme)]

    def chosen(self) -> Chosen:
        return Chosen(questions=tuple(row.text for row in self.cleaned_data["questions"]))


class QuestionForm(CentreForm):
    """A question of the centre's own."""

    theme = ThemeField(
        label=gettext_lazy("Tema"), queryset=Theme.objects.none(), to_field_name="code"
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=capitalised(Question.Kind.choices),
        widget=forms.RadioSelect,
        initial=Question.Kind.COMPETENCE,
    )
    text_nb = forms.CharField(
        label=gettext_lazy("Spørsmål på bokmål"),
        max_length=300,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy(
            "Et utsagn som kan gjelde i liten eller stor grad: «Vi er trygge på å …»."
        ),
    )
    text_nn = forms.CharField(
        label=gettext_lazy("Spørsmål på nynorsk"),
        max_length=300,
        validators=[refuse_identity_numbers],
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ("centre", "theme", "kind", "text_nb", "text_nn", "form_token")

    def __init__(self, data: Any = None, *, centres: Iterable[Centre]) -> None:
        super().__init__(data, initial={"form_token": uuid4()})
        self.offer_centres(centres)
        field: Any = self.fields["theme"]
        field.queryset = themes_on_offer()


class InviteForm(forms.Form):
    """Lines that are pasted or uploaded. A file's lines come back in the box when something is
    wrong with them, so that they can be mended there."""

    text = forms.CharField(
        label=gettext_lazy("Lim inn linjer"),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "Én linje for hver: kommune; tjeneste; e-post; målform. Kommunen skrives med nummer "
            "eller navn. Målform er nb eller nn, og kan stå tom."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Eller last opp en tekstfil (CSV)"),
        required=False,
        help_text=gettext_lazy("Semikolon mellom kolonnene, høyst 1 MB."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, taken: Iterable[str]) -> None:
        super().__init__(data, files)
        self.taken = taken
        self.line_errors: list[tuple[int, str]] = []
        self.invited: list[Invited] = []

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_FILE:
            raise ValidationError(_("Filen er større enn 1 MB."))
        return decoded(file.read())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        text = "\n".join(part for part in (cleaned["text"], cleaned["file"]) if part.strip())
        self.show_again(text)
        if text.count("\n") >= lines.MOST_LINES:
            self.add_error("text", _("Høyst %(n)d linjer om gangen.") % {"n": lines.MOST_LINES})
            return cleaned
        found = lines.read(text, on=timezone.localdate(), taken=self.taken)
        self.invited, self.line_errors = found.invited, found.errors
        if found.errors:
            self.add_error("text", some_lines_are_wrong(len(found.errors)))
        elif not found.invited:
            self.add_error("text", _("Lim inn minst én linje, eller velg en fil."))
        return cleaned

    def show_again(self, text: str) -> None:
        """A browser cannot choose the file again by itself, so its lines are kept in the box."""
        sent: Any = self.data
        data = sent.copy()
        data["text"] = text
        self.data = data


def decoded(content: bytes) -> str:
    """The text of a file from a spreadsheet: UTF-8, or what older ones on Windows write."""
    if b"\0" in content:
        raise ValidationError(_("Filen er ikke en tekstfil. Lagre regnearket som CSV."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def some_lines_are_wrong(count: int) -> str:
    text = ngettext(
        "%(n)d linje kan ikke brukes. Ingen er invitert.",
        "%(n)d linjer kan ikke brukes. Ingen er invitert.",
        count,
    )
    return text % {"n": count}
