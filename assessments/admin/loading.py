"""Loading an instrument from a file, with every fault shown before anything is loaded."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments.admin.pages import page, require
from assessments.domain.instruments.instrument_files import Preview, preview
from assessments.domain.instruments.instruments import load_instrument
from assessments.domain.refusals import FaultsError
from assessments.models.instruments import Instrument

LONGEST = 512 * 1024  # bytes


class FileForm(forms.Form):
    """The file of an instrument; on the second page its text."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("TOML, or JSON as it is exported here; at most 512 KB."),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean_file(self) -> Any:  # noqa: ANN401 -- an uploaded file, or none
        """Refuse what is longer than any instrument."""
        file: Any = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LONGEST:
            raise forms.ValidationError(_("The file is too long."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Take a file, show its faults or what it asks, and load it when that is confirmed."""
    require(request, "add_instrument")
    form = FileForm(request.POST or None, request.FILES or None)
    found: Preview | None = None
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        text = _text(form)
        try:
            found = preview(text)
            if "confirmed" in request.POST:
                return _loaded(request, load_instrument(found.toml))
            form = FileForm(initial={"text": text})
        except FaultsError as error:
            found, faults = None, error.faults
    return page(
        request,
        "load_instrument.html",
        title=_("Load an instrument"),
        status=422 if faults else 200,
        form=form,
        found=found,
        faults=faults,
    )


def _text(form: FileForm) -> str:
    file: Any = form.cleaned_data["file"]
    if file is None:
        return str(form.cleaned_data["text"])
    text: str = file.read().decode("utf-8-sig", errors="replace")
    return text


def _loaded(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    LogEntry.objects.create(
        user_id=str(request.user.pk),
        content_type_id=get_content_type_for_model(instrument).pk,
        object_id=str(instrument.pk),
        object_repr=str(instrument),
        action_flag=ADDITION,
        change_message="loaded",
    )
    model = admin.site.get_model_admin(Instrument)
    model.message_user(request, _("%(name)s is loaded.") % {"name": instrument})
    return redirect("admin:assessments_instrument_change", instrument.pk)
