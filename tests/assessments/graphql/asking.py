"""What several tests ask."""

VALUE = """
fragment value on Value {
  ... on Estimate { value step low high edge text band { code label } }
  ... on Band { code label }
  ... on Suppressed { reason minimumAnswers message }
}
"""

ASSESSMENT = (
    """
fragment assessment on Assessment {
  id scoringVersion inputHash computedAt
  overall { ...value }
  verdict { ... on Verdict { code label } ... on Suppressed { reason } }
  consensus { value { ...value } polarisation { ...value } chanceLine { ...value } }
  realism {
    value { ...value } calibration { ...value } humility { ...value } breadth { ...value }
    level { ...value }
  }
  claimGap { ...value } facing { ...value } loveCore { ...value }
  stages { stage probability { ...value } }
  characteristics {
    characteristic { code name }
    level { ...value } consensus { ...value } polarisation { ...value } chanceLine { ...value }
    rwgStarJ { ...value } rwgStarJSkewed { ...value } alpha { ...value } omega { ...value }
  }
  items(first: 3) {
    ... on ItemResults {
      nodes {
        item { code text characteristic { code } reversed anchor }
        shares { label percent } cantSay consensus polarisation predicted actual bias
      }
    }
    ... on Suppressed { reason minimumAnswers }
  }
}
"""
    + VALUE
)

HEADLINE = (
    """
query Headline($slug: String!) {
  community(slug: $slug) {
    name
    latestWave { number state sheets assessment { ...assessment } }
  }
}
"""
    + ASSESSMENT
)

MANY = (
    """
query Many($waves: Int = 20) {
  viewer { communities(first: 5) { nodes { name waves(first: $waves) { nodes {
    number sheets
    assessment { overall { ...value } characteristics { level { ...value } } }
  } } } } }
}
"""
    + VALUE
)
