"""What leaders fill in."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.domain.communities import STATED
from assessments.domain.instruments import questionnaire_of
from assessments.models.communities import Community, Role, Tenure
from assessments.models.instruments import Instrument
from assessments.web.parts import minutes
from assessments.web.zones import zone_names

MOST_IN_A_MONTH = 2**31 - 1
"""What an integer of GraphQL and of every database can hold."""

if TYPE_CHECKING:
    CommunityModelForm = forms.ModelForm[Community]
else:
    CommunityModelForm = forms.ModelForm  # cannot be subscripted when it runs


class CommunityForm(CommunityModelForm):
    """What a leader states about a community when founding it."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Closing times are shown in it.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Community
        fields = ("name", *(name for name in STATED if name != "minimum_answers"))
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        super().__init__(*args, **kwargs)
        zones = self.fields["time_zone"]
        zones.choices = [(name, name.replace("_", " ")) for name in zone_names()]  # type: ignore[attr-defined] # it is a ChoiceField
        zones.initial = settings.TIME_ZONE
        for name in ("posts", "conversations", "new_connections"):
            self.fields[name].validators.append(MaxValueValidator(MOST_IN_A_MONTH))


class MembersForm(forms.Form):
    """A pasted list of members."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=format_lazy(
            "{} {}: {}. {}: {}.",
            _(
                "One on each line, or with commas between. A line may also be "
                "“Name <address>” or “address;name;role;tenure”."
            ),
            _("Role"),
            ", ".join(Role.values),
            _("Tenure"),
            ", ".join(Tenure.values),
        ),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class WaveForm(forms.Form):
    """What is asked, until when, and whom."""

    instrument = forms.ModelChoiceField(
        label=_("Instrument"),
        queryset=Instrument.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    asks = forms.ChoiceField(
        label=_("Who is asked"),
        widget=forms.RadioSelect,
        choices=[
            ("roster", _("The members on the roster, each by a link of their own")),
            ("open", _("Whoever has the open link, which you share")),
        ],
        initial="roster",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        super().__init__(*args, **kwargs)
        offered = Instrument.objects.filter(retired_at=None)
        chooser = self.fields["instrument"]
        chooser.queryset = offered  # type: ignore[attr-defined] # it is a ModelChoiceField
        chooser.initial = offered.first()
        chooser.label_from_instance = _label  # type: ignore[attr-defined]

    def clean_closes_at(self) -> Any:  # noqa: ANN401 -- a datetime
        """Refuse a time that has passed."""
        closes_at = self.cleaned_data["closes_at"]
        if closes_at <= timezone.now():
            raise forms.ValidationError(_("This time has passed already."))
        return closes_at


def _label(instrument: Instrument) -> str:
    """Name an instrument and how long it takes."""
    takes = minutes(questionnaire_of(instrument))
    told = ngettext("about %(minutes)s minute", "about %(minutes)s minutes", takes)
    return f"{instrument.name} ({told % {'minutes': takes}})"
