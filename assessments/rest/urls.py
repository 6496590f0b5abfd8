"""Addresses."""

from django.urls import URLPattern, path, re_path

from assessments.rest.assessments import AssessmentDetail
from assessments.rest.changes import ChangesDetail
from assessments.rest.communities import CommunityDetail, CommunityList
from assessments.rest.document import openapi_page, openapi_yaml
from assessments.rest.viewing import not_found
from assessments.rest.waves import WaveDetail, WaveList

urlpatterns: list[URLPattern] = [
    path("", openapi_page, name="openapi_page"),
    path("v1/openapi.yaml", openapi_yaml, name="openapi_yaml"),
    path("v1/communities/", CommunityList.as_view(), name="api_communities"),
    path("v1/communities/<uuid:community_id>/", CommunityDetail.as_view(), name="api_community"),
    path("v1/communities/<uuid:community_id>/waves/", WaveList.as_view(), name="api_waves"),
    path("v1/waves/<uuid:wave_id>/", WaveDetail.as_view(), name="api_wave"),
    path("v1/waves/<uuid:wave_id>/assessment/", AssessmentDetail.as_view(), name="api_assessment"),
    path(
        "v1/waves/<uuid:wave_id>/changes/<uuid:earlier_id>/",
        ChangesDetail.as_view(),
        name="api_changes",
    ),
    re_path(r"^v1/(?P<rest>.*)$", not_found, name="api_not_found"),
]
