"""Communities to read."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers

from assessments.models.communities import Community
from assessments.rest.viewing import REFUSALS, Pages, ViewerView


class CommunitySerializer(serializers.ModelSerializer[Community]):
    """A community, with what its leaders have stated about it."""

    class Meta:
        model = Community
        fields = (
            "id",
            "slug",
            "name",
            "purpose",
            "language",
            "time_zone",
            "minimum_answers",
            "connections",
            "connections_source",
            "posts",
            "conversations",
            "new_connections",
            "shared",
            "created_at",
        )
        read_only_fields = fields


class CommunityView(ViewerView, generics.GenericAPIView[Community]):
    """What the views of communities have in common."""

    missing = _("There is no such community.")
    serializer_class = CommunitySerializer
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Community]:
        """Give the communities that the viewer leads and the token reaches."""
        return self.viewer.communities()


@extend_schema_view(get=extend_schema(responses={200: CommunitySerializer(many=True), **REFUSALS}))
class CommunityList(CommunityView, generics.ListAPIView[Community]):
    """The communities that you lead, by name."""


@extend_schema_view(get=extend_schema(responses={200: CommunitySerializer, **REFUSALS}))
class CommunityDetail(CommunityView, generics.RetrieveAPIView[Community]):
    """One community that you lead."""

    lookup_url_kwarg = "community_id"
