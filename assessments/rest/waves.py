"""Waves to read."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers

from assessments.domain.releases.release import Release
from assessments.domain.releases.releasing import releases
from assessments.models.instruments import Instrument
from assessments.models.waves import Wave
from assessments.rest.viewing import REFUSALS, Pages, ViewerView


class InstrumentSerializer(serializers.ModelSerializer[Instrument]):
    """The version of the questionnaire that a wave asks."""

    class Meta:
        model = Instrument
        fields = ("key", "version", "name", "language")
        read_only_fields = fields


class WaveSerializer(serializers.ModelSerializer[Wave]):
    """One round of asking. It is written from a release, which knows what may be counted."""

    instrument = InstrumentSerializer(read_only=True)
    sheets = serializers.IntegerField(
        allow_null=True,
        read_only=True,
        help_text="Answer sheets of the sealed wave; null before, and below the minimum.",
    )

    class Meta:
        model = Wave
        fields = (
            "id",
            "community",
            "number",
            "instrument",
            "source",
            "state",
            "opens_at",
            "closes_at",
            "sealed_at",
            "minimum_answers",
            "invited",
            "participation_thirds",
            "sheets",
        )
        read_only_fields = fields

    def to_representation(self, instance: Release) -> dict[str, Any]:  # type: ignore[override] # see above
        """Write the wave, and the count that the release allows."""
        return {**super().to_representation(instance.wave), "sheets": instance.sheets}


@extend_schema_view(get=extend_schema(responses={200: WaveSerializer(many=True), **REFUSALS}))
class WaveList(ViewerView, generics.ListAPIView[Any]):
    """The waves of a community, the newest first."""

    missing = _("There is no such community.")
    serializer_class = WaveSerializer
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Wave]:
        """Give the waves of this community, if the viewer sees it."""
        community = get_object_or_404(self.viewer.communities(), pk=self.kwargs["community_id"])
        return self.viewer.waves().filter(community=community).order_by("-number")

    def paginate_queryset(self, queryset: QuerySet[Wave]) -> Sequence[Release]:  # type: ignore[override] # releases, not rows
        """Release the waves of one page together."""
        return releases(super().paginate_queryset(queryset) or [], measures=())


@extend_schema_view(get=extend_schema(responses={200: WaveSerializer, **REFUSALS}))
class WaveDetail(ViewerView, generics.RetrieveAPIView[Any]):
    """One wave."""

    serializer_class = WaveSerializer

    def get_object(self) -> Release:
        """Give the release of the wave, if the viewer sees it."""
        wave = get_object_or_404(self.viewer.waves(), pk=self.kwargs["wave_id"])
        return releases([wave], measures=())[0]
