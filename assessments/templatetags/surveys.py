"""What templates say about surveys: how long they take, and until when they are open."""

from django import template
from django.utils import formats, timezone

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.translations import worded_for_reader
from assessments.models.instruments import Instrument
from assessments.models.waves import Wave
from assessments.web.survey import parts
from assessments.web.zones import zone_of

register = template.Library()


@register.filter
def named(instrument: Instrument) -> str:
    """Name an instrument in the language of the reader."""
    return worded_for_reader(instrument).name


@register.filter
def minutes(instrument: Instrument) -> int:
    """Estimate how long an instrument takes."""
    return parts.minutes(questionnaire_of(instrument))


@register.filter
def closing_time(wave: Wave) -> str:
    """Say when a wave closes, in its community's zone."""
    local = timezone.localtime(wave.closes_at, zone_of(wave.community))
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} ({wave.community.time_zone})"


@register.filter
def grouped(number: int) -> str:
    """Write a number with its thousands apart, as the reader's language does."""
    return formats.number_format(number, force_grouping=True)
