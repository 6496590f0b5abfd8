"""Every channel on which somebody may read a result, and what does not count as a difference."""

import json
import re
from collections.abc import Mapping

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from assessments.graphql.types.node import global_id
from assessments.models import Account, Assessment, Wave

CHANGING = re.compile(
    r"\b[0-9a-f]{40}\b"  # result keys
    r"|[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"  # ids
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
    waves(first: 3) {
      totalCount
      nodes {
        number state source sheets minimumAnswers
        participation { invited thirds countedOn }
        turnout {
          __typename ... on Suppressed { reason }
          ... on Turnout {
            invited by rate { ...value } classes { role tenure invited rate { ...value } }
          }
        }
        assessment {
          scoringVersion inputHash
          verdict { __typename ... on Verdict { code } ... on Suppressed { reason } }
          overall { ...value } claimGap { ...value } facing { ...value } loveCore { ...value }
          conflict { ...value } responseRate { ...value } representativity { ...value }
          carelessShare { ...value } overallWithoutCareless { ...value }
          echoChamber { ...flag } twoCamps { ...flag }
          separatingItems {
            __typename ... on Items { nodes { code } } ... on Suppressed { reason }
          }
          stage { __typename ... on NamedStage { code } ... on Suppressed { reason } }
          groupQuestions { question { code text } value { ...value } }
          discussionQuestions { text }
          breakdowns {
            band
            result {
              __typename ... on Suppressed { reason }
              ... on Breakdown {
                cells {
                  label level { ...value } consensus { ...value }
                  characteristics { level { ...value } consensus { ...value } }
                }
              }
            }
          }
          consensus { value { ...value } chanceLine { ...value } polarisation { ...value } }
          realism {
            value { ...value } breadth { ...value } calibration { ...value }
            humility { ...value } level { ...value }
            bias { ...value } falseConsensus { ...value }
          }
          stages { stage probability { ...value } }
          characteristics {
            characteristic { code name }
            level { ...value } consensus { ...value } polarisation { ...value }
            chanceLine { ...value } rwgStarJ { ...value } rwgStarJSkewed { ...value }
            alpha { ...value } omega { ...value }
          }
          items(first: 40) {
            ... on Suppressed { reason minimumAnswers }
            ... on ItemResults {
              nodes {
                item { code text } shares { label percent } cantSay
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
fragment flag on FlagValue {
  __typename ... on Flag { value } ... on Suppressed { reason minimumAnswers }
}
"""
"""Every value of every wave of a community."""

OVER_WAVES = """
query ($slug: String!) {
  viewer {
    plane {
      __typename ... on Suppressed { reason message }
      ... on Plane { points { name connections mine overall { text } } }
    }
  }
  community(slug: $slug) {
    series {
      numbers
      overall { ...column } consensus { ...column } realism { ...column }
      facing { ...column } claimGap { ...column } loveCore { ...column }
      characteristics { level { ...column } consensus { ...column } }
    }
  }
}
fragment column on Column { values lows highs bands reasons }
"""
"""What is told of several waves, and of several communities."""

CHANGES = """
query ($slug: String!, $from: ID!, $to: ID!) {
  community(slug: $slug) {
    change(from: $from, to: $to) {
      overall { ...change } consensus { ...change } realism { ...change }
      characteristics { level { ...change } consensus { ...change } }
    }
  }
}
fragment change on ChangeValue {
  __typename
  ... on Difference { value step low high direction clear }
  ... on Arrow { direction }
  ... on Suppressed { reason }
}
"""
"""What changed from a wave to another."""


FILES_COMPARED = ("scores.csv", "items.csv", "breakdowns.csv", "participation.csv", "release.json")
"""Files of text with what is released."""


def read(client: Client, path: str) -> str:
    """Read a page; what changes by itself is taken out."""
    cache.clear()
    answer = client.get(path)
    return f"{answer.status_code} {CHANGING.sub('…', answer.getvalue().decode())}"


def everything_shown(wave: Wave) -> Mapping[str, str]:
    """Give what outsiders, the leader and an admin read about a wave, on every channel."""
    outsider, leader, admin = Client(), Client(), Client()
    leader.force_login(wave.community.leaders.get())
    admin.force_login(an_admin())
    pages = {
        "page of members": (outsider, f"/r/{wave.result_key}/"),
        "plot of members": (outsider, f"/r/{wave.result_key}/levels.svg"),
        "report of members": (outsider, f"/r/{wave.result_key}/report/"),
        "exports of members": (outsider, f"/r/{wave.result_key}/exports/"),
        "page of leaders": (leader, f"/c/{wave.community.slug}/"),
        "page of the wave": (leader, f"/c/{wave.community.slug}/{wave.number}/"),
        "plot of leaders": (leader, f"/c/{wave.community.slug}/{wave.number}/levels.svg"),
        "report of leaders": (leader, f"/c/{wave.community.slug}/{wave.number}/report/"),
        "exports of leaders": (leader, f"/c/{wave.community.slug}/exports/"),
        "comparing": (leader, f"/communities/{wave.community.slug}/compare/"),
        "sharing": (leader, f"/communities/{wave.community.slug}/plane/"),
        "running the wave": (leader, f"/communities/{wave.community.slug}/waves/{wave.number}/"),
        "community": (leader, f"/communities/{wave.community.slug}/"),
        "communities": (leader, "/communities/"),
        "REST waves": (leader, f"/api/v1/communities/{wave.community_id}/waves/"),
        "REST wave": (leader, f"/api/v1/waves/{wave.pk}/"),
        "REST assessment": (leader, f"/api/v1/waves/{wave.pk}/assessment/"),
        "admin wave": (admin, reverse("admin:assessments_wave_change", args=[wave.pk])),
        "admin waves": (admin, reverse("admin:assessments_wave_changelist")),
        "admin assessments": (admin, reverse("admin:assessments_assessment_changelist")),
    }
    for file in FILES_COMPARED:
        pages[f"{file} of members"] = (outsider, f"/r/{wave.result_key}/exports/{file}")
        pages[f"{file} of leaders"] = (leader, f"/c/{wave.community.slug}/exports/{file}")
    for assessment in Assessment.objects.filter(wave=wave):
        address = reverse("admin:assessments_assessment_change", args=[assessment.pk])
        pages["admin assessment"] = (admin, address)
    told = {name: read(client, path) for name, (client, path) in pages.items()}
    slug = {"slug": wave.community.slug}
    told |= {
        "GraphQL wave": asked_by_graphql(leader, WAVES, slug),
        "GraphQL over waves": asked_by_graphql(leader, OVER_WAVES, slug),
    }
    earlier = wave.community.waves.filter(number=wave.number - 1).first()
    if earlier is not None:
        ids = {"from": global_id("Wave", earlier.pk), "to": global_id("Wave", wave.pk)}
        told["GraphQL change"] = asked_by_graphql(leader, CHANGES, {**slug, **ids})
    return told


def an_admin() -> Account:
    """Give an admin of the installation, the same each time."""
    known = Account.objects.filter(email="root@example.org").first()
    return known or Account.objects.create_superuser("root@example.org")


def asked_by_graphql(client: Client, query: str, variables: Mapping[str, str]) -> str:
    """Ask a question, and give the answer without what changes by itself."""
    body = json.dumps({"query": query, "variables": variables})
    answer = client.post("/graphql", body, content_type="application/json")
    if "errors" in answer.json():
        raise ValueError(answer.content.decode())
    return f"{answer.status_code} {CHANGING.sub('…', answer.content.decode())}"
