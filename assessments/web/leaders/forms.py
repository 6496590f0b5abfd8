"""What leaders fill in."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.domain.communities.communities import STATED
from assessments.domain.communities.invitations import MOST_BY_OPEN_LINK
from assessments.domain.communities.member_lists import decoded
from assessments.domain.imports.interactions import MOST_PEOPLE
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.translations import worded_for_reader
from assessments.domain.refusals import FaultsError
from assessments.domain.releases.breakdowns import bands_of
from assessments.models.communities import Community, Member, Role, Tenure
from assessments.models.instruments import Instrument
from assessments.web.survey.parts import minutes
from assessments.web.zones import zone_names

MOST_IN_A_MONTH = 2**31 - 1
"""What an integer of GraphQL and of every database can hold."""

BREAKDOWNS = {"role": _("Role"), "tenure": _("Tenure")}
"""What the bands are called by which a wave may be compared."""

if TYPE_CHECKING:
    CommunityModelForm = forms.ModelForm[Community]
    MemberModelForm = forms.ModelForm[Member]
else:
    CommunityModelForm = MemberModelForm = forms.ModelForm  # cannot be subscripted when it runs


class CommunityForm(CommunityModelForm):
    """What a leader states about a community when founding or editing it."""

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
        stated = self.instance.time_zone
        if self.instance._state.adding:  # noqa: SLF001 -- Django's public name for it
            zones.initial = settings.TIME_ZONE
        elif stated not in zone_names():
            zones.choices.insert(0, (stated, stated))  # type: ignore[attr-defined] # as above
        for name in ("posts", "conversations", "new_connections"):
            self.fields[name].validators.append(MaxValueValidator(MOST_IN_A_MONTH))


class MembersForm(forms.Form):
    """A list of members: pasted, or a file."""

    addresses = forms.CharField(
        label=_("Paste a list"),
        required=False,
        strip=False,
        max_length=900_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=format_lazy(
            "{} {}: {}. {}: {}.",
            _(
                "One member on each line, or addresses with commas between. A line may also be "
                "“Name <address>” or “address;name;role;tenure;language”."
            ),
            _("Role"),
            ", ".join(Role.values),
            _("Tenure"),
            ", ".join(Tenure.values),
        ),
    )
    file = forms.FileField(
        label=_("Or choose a CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        help_text=_("With semicolons, commas or tabs; a first line may name the columns."),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the file in place of what was pasted; one of the two is needed."""
        stated = self.cleaned_data
        if file := stated.get("file"):
            try:
                stated["addresses"] = decoded(file.read())
            except FaultsError as refused:
                self.add_error("file", [*refused.faults])
        if not (stated.get("addresses") or "").strip() and not self.errors:
            self.add_error("addresses", _("Paste a list or choose a file."))
        return stated


class MemberForm(MemberModelForm):
    """What the roster says of a member."""

    language = forms.ChoiceField(
        label=_("Language of mails and survey"),
        required=False,
        choices=[("", _("The community’s")), *settings.LANGUAGES],
    )

    class Meta:
        model = Member
        fields = ("name", "role", "tenure", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        super().__init__(*args, **kwargs)
        spoken = self.instance.language
        if spoken and spoken not in dict(settings.LANGUAGES):
            chooser = self.fields["language"]
            chooser.choices = [*chooser.choices, (spoken, spoken)]  # type: ignore[attr-defined] # it is a ChoiceField


class ClosingForm(forms.Form):
    """Until when a wave is open, in the zone of its community."""

    closes_at = forms.DateTimeField(
        label=_("Closes"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"
        ),
    )

    def clean_closes_at(self) -> Any:  # noqa: ANN401 -- a datetime
        """Refuse a time that has passed."""
        closes_at = self.cleaned_data["closes_at"]
        if closes_at <= timezone.now():
            raise forms.ValidationError(_("This time has passed already."))
        return closes_at


class WaveForm(ClosingForm):
    """What is asked, until when, and whom."""

    instrument = forms.ModelChoiceField(
        label=_("Instrument"),
        queryset=Instrument.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
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
    breakdowns = forms.MultipleChoiceField(
        label=_("Compare the result by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "To be said now, not later, and shown only where every part has enough answers."
        ),
    )
    field_order = ("instrument", "closes_at", "asks", "breakdowns")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        super().__init__(*args, **kwargs)
        offered = Instrument.objects.filter(retired_at=None)
        chooser = self.fields["instrument"]
        chooser.queryset = offered  # type: ignore[attr-defined] # it is a ModelChoiceField
        chooser.initial = offered.first()
        chooser.label_from_instance = _label  # type: ignore[attr-defined]
        bands = {each.code for one in offered for each in bands_of(questionnaire_of(one))}
        self.fields["breakdowns"].choices = [  # type: ignore[attr-defined] # a MultipleChoiceField
            (code, BREAKDOWNS.get(code, code)) for code in sorted(bands)
        ]
        if not bands:
            del self.fields["breakdowns"]


class OpenLinkForm(forms.Form):
    """How many people an open link lets in."""

    cap = forms.IntegerField(
        label=_("Lets in at most"),
        min_value=1,
        max_value=MOST_BY_OPEN_LINK,
        initial=MOST_BY_OPEN_LINK,
        help_text=_("People, each once per browser."),
    )


class InteractionsForm(forms.Form):
    """A list of who replied to whom, and what is to be known about it."""

    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        help_text=_("On each line who replied and to whom, as the list calls them: Ann;Ben"),
    )
    leaders = forms.CharField(
        label=_("The leaders, as the list calls them"),
        required=False,
        max_length=2000,
        help_text=_("With commas between."),
    )
    people = forms.IntegerField(
        label=_("How many people could have taken part"),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=_("Left empty, those on the list."),
    )

    def clean(self) -> dict[str, Any]:
        """Read the file."""
        stated = self.cleaned_data
        if file := stated.get("file"):
            try:
                stated["list"] = decoded(file.read())
            except FaultsError as refused:
                self.add_error("file", [*refused.faults])
        return stated


def _label(instrument: Instrument) -> str:
    """Name an instrument in the reader's language, and how long it takes."""
    takes = minutes(questionnaire_of(instrument))
    told = ngettext("about %(minutes)s minute", "about %(minutes)s minutes", takes)
    return f"{worded_for_reader(instrument).name} ({told % {'minutes': takes}})"
