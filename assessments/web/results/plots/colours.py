"""Colours between two others, and the ink that can be read on them."""

RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722  # how bright each looks, after WCAG 2.2
DARKEST = 0.03928  # below it, the curve of a screen is a straight line

BLACK, WHITE = "#000000", "#ffffff"
"""On every shade one of the two has a contrast of at least 4.5: the root of 21 is 4.58."""


def between(low: str, high: str, share: float) -> str:
    """Mix two colours ``#rrggbb``: 0 gives the first, 1 the second."""
    pairs = zip(_channels(low), _channels(high), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 (none) to 21 (black on white)."""
    darker, brighter = sorted((_brightness(one), _brightness(other)))
    return (brighter + 0.05) / (darker + 0.05)


def readable_on(background: str, *inks: str) -> str:
    """Choose the ink that stands out most."""
    return max(inks, key=lambda ink: contrast(ink, background))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _brightness(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return RED * red + GREEN * green + BLUE * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= DARKEST else ((channel + 0.055) / 1.055) ** 2.4
