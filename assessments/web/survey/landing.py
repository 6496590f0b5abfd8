"""What a member reads before the first question."""

from typing import Any

from django.utils.translation import get_language

from assessments.domain.instruments.translations import languages_of, worded
from assessments.models.waves import Wave
from assessments.web.survey.parts import minutes


def landing_words(wave: Wave) -> dict[str, Any]:
    """Give who asks, why, until when, and how long it takes."""
    shown = worded(wave.instrument, get_language() or wave.instrument.language)
    return {
        "wave": wave,
        "community": wave.community,
        "worded": shown,
        "minutes": minutes(shown.questionnaire),
        "survey_languages": languages_of(wave.instrument),
    }
