"""What members wrote, after somebody has read it, and why it is not shown."""

from dataclasses import dataclass

from assessments.domain.releases.released import Suppressed
from assessments.web.results.sentences import not_shown


@dataclass(frozen=True, kw_only=True)
class Comments:
    """The comments, or the reason why none is shown."""

    texts: tuple[str, ...] = ()
    reason: str = ""


def comments(released: tuple[str, ...] | Suppressed) -> Comments | None:
    """Give the comments of a wave; nothing where none was left, or none is shown yet."""
    if isinstance(released, Suppressed):
        return Comments(reason=not_shown(released.message))
    return Comments(texts=released) if released else None
