"""What people fill in about themselves, and what the administrator fills in about them."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts import rules
from korus_portal.accounts.models import ROLES_OF_KIND, Organisation, Role, User
from korus_portal.design.widgets import SuggestSelect


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """One's own name, phone and language."""

    class Meta:
        model = User
        fields = ["name", "phone", "language"]
        help_texts = {
            "phone": _("Telefonen du bruker i jobben."),
            "language": _("Språket i portalen når du er logget inn, og i e-post til deg."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
            "language": forms.RadioSelect,
        }


class RoleForm(forms.Form):
    """A role and where it is to be held."""

    role = forms.ChoiceField(label=_("Rolle"), choices=Role.choices)
    organisation = forms.ModelChoiceField(
        label=_("Organisasjon"), queryset=Organisation.objects.none(), widget=SuggestSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        field.queryset = Organisation.objects.filter(kind__in=ROLES_OF_KIND)
        field.widget.choices = [("", _("Velg organisasjon")), *self.organisations()]

    def organisations(self) -> Iterator[tuple[str, list[tuple[int, str]]]]:
        """Grouped by kind, so that the municipality is not taken for the centre."""
        by_kind: dict[str, list[tuple[int, str]]] = {kind: [] for kind in ROLES_OF_KIND}
        found = Organisation.objects.filter(kind__in=ROLES_OF_KIND)
        for pk, kind, name in found.values_list("pk", "kind", "name"):
            by_kind[kind].append((pk, name))
        for kind, choices in by_kind.items():
            yield str(Organisation.Kind(kind).label), choices

    def clean(self) -> None:
        organisation, role = self.cleaned_data.get("organisation"), self.cleaned_data.get("role")
        if organisation and role and not rules.can_be_held(role, organisation):
            message = _("Rollen kan ikke gis i en organisasjon av typen %(kind)s.")
            params = {"kind": organisation.get_kind_display()}
            self.add_error("role", forms.ValidationError(message, params=params))


class InviteForm(RoleForm):
    """A new person with a first role."""

    email = forms.EmailField(
        label=_("E-post"),
        help_text=_("Invitasjonen sendes hit, og det er adressen man logger inn med."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Navn"), max_length=150)
    language = forms.ChoiceField(
        label=_("Språk"),
        choices=[("", _("Språkformen til organisasjonen")), *User.Language.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    field_order = ["email", "name", "role", "organisation", "language"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class UserSearchForm(forms.Form):
    """Which users the administrator wants to see."""

    q = forms.CharField(label=_("Navn, e-post eller organisasjon"), required=False)
    role = forms.ChoiceField(
        label=_("Rolle"), choices=[("", _("Alle roller")), *Role.choices], required=False
    )
    is_active = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("Alle")), ("1", _("Aktive")), ("0", _("Deaktiverte"))],
        required=False,
    )
