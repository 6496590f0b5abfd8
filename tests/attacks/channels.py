"""Every channel on which somebody may read a result, and what does not count as a difference."""

import json
import re
from collections.abc import Mapping

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from assessments.models import Account, Assessment, Wave

CHANGING = re.compile(
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"  # ids
    r"|\b[0-9a-f]{40}\b"  # result keys
    r'|name="csrfmiddlewaretoken" value="\w+"|csrfToken&quot;: &quot;\w+&quot;'
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?"  # times
    r"|\d\d:\d\d(:\d\d)?|\d?\d:\d\d [ap]\.m\.|\d?\d [ap]\.m\.|midnight|noon"
)
"""What differs between two worlds that were answered alike: ids, keys, moments."""


WAVES = """
query ($slug: String!) {
  community(slug: $slug) {
    name minimumAnswers
    latestWave { number }
    waves(first: 5) {
      totalCount
      nodes {
        number state source sheets minimumAnswers
        participation { invited thirds countedOn }
        assessment {
          scoringVersion inputHash
          verdict { __typename ... on Verdict { code } ... on Suppressed { reason } }
          overall { ...value } claimGap { ...value } facing { ...value } loveCore { ...value }
          consensus { value { ...value } chanceLine { ...value } polarisation { ...value } }
          realism {
            value { ...value } breadth { ...value } calibration { ...value }
            humility { ...value } level { ...value }
          }
          stages { stage probability { ...value } }
          characteristics {
            characteristic { code }
            level { ...value } consensus { ...value } polarisation { ...value }
            chanceLine { ...value } rwgStarJ { ...value } rwgStarJSkewed { ...value }
            alpha { ...value } omega { ...value }
          }
          items(first: 40) {
            ... on Suppressed { reason minimumAnswers }
            ... on ItemResults {
              nodes {
                item { code } shares { label percent } cantSay
                consensus polarisation predicted actual bias
              }
            }
          }
        }
      }
    }
  }
}
fragment value on Value {
  __typename
  ... on Estimate { text value step low high edge band { code } }
  ... on Band { code }
  ... on Suppressed { reason minimumAnswers message }
}
"""
"""Every value of every wave of a community."""


def read(client: Client, path: str) -> str:
    """Read a page; what changes by itself is taken out."""
    cache.clear()
    answer = client.get(path)
    return f"{answer.status_code} {CHANGING.sub('…', answer.content.decode())}"


def everything_shown(wave: Wave) -> Mapping[str, str]:
    """Give what outsiders, the leader and an admin read about a wave, on every channel."""
    outsider, leader, admin = Client(), Client(), Client()
    leader.force_login(wave.community.leaders.get())
    admin.force_login(an_admin())
    pages = {
        "page of members": (outsider, f"/r/{wave.result_key}/"),
        "plot of members": (outsider, f"/r/{wave.result_key}/levels.svg"),
        "page of leaders": (leader, f"/c/{wave.community.slug}/"),
        "page of the wave": (leader, f"/c/{wave.community.slug}/{wave.number}/"),
        "plot of leaders": (leader, f"/c/{wave.community.slug}/{wave.number}/levels.svg"),
        "community": (leader, f"/communities/{wave.community.slug}/"),
        "communities": (leader, "/communities/"),
        "REST waves": (leader, f"/api/v1/communities/{wave.community_id}/waves/"),
        "REST wave": (leader, f"/api/v1/waves/{wave.pk}/"),
        "REST assessment": (leader, f"/api/v1/waves/{wave.pk}/assessment/"),
        "admin wave": (admin, reverse("admin:assessments_wave_change", args=[wave.pk])),
        "admin waves": (admin, reverse("admin:assessments_wave_changelist")),
        "admin assessments": (admin, reverse("admin:assessments_assessment_changelist")),
    }
    for assessment in Assessment.objects.filter(wave=wave):
        address = reverse("admin:assessments_assessment_change", args=[assessment.pk])
        pages["admin assessment"] = (admin, address)
    told = {name: read(client, path) for name, (client, path) in pages.items()}
    return {**told, "GraphQL wave": asked_by_graphql(leader, wave)}


def an_admin() -> Account:
    """Give an admin of the installation, the same each time."""
    known = Account.objects.filter(email="root@example.org").first()
    return known or Account.objects.create_superuser("root@example.org")


def asked_by_graphql(client: Client, wave: Wave) -> str:
    """Ask for every value of the community's waves."""
    body = json.dumps({"query": WAVES, "variables": {"slug": wave.community.slug}})
    answer = client.post("/graphql", body, content_type="application/json")
    if "errors" in answer.json():
        raise ValueError(answer.content.decode())
    return f"{answer.status_code} {CHANGING.sub('…', answer.content.decode())}"
