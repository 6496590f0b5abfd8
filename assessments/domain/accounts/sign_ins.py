"""What is kept of a sign-in that lasts: when it began and on what kind of device.

No network address is kept, and of the browser's own words only which browser on which system it
is: enough for its owner to tell one device from another.
"""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _

NOWHERE = "0.0.0.0"  # noqa: S104 -- where an address would stand, which the table wants

# The first that is found: most browsers also name those they resemble.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Name the browser and the system, as in ``Firefox, Linux``; empty when neither is known."""
    found = (
        next((name for mark, name in names if mark in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in found if name)


def keep_little(instance: UserSession, **_signal: Any) -> None:  # noqa: ANN401 -- whatever Django sends
    """Leave out of a sign-in, before it is stored, what says more than its owner needs."""
    instance.ip = NOWHERE
    known = {name for _mark, name in (*BROWSERS, *SYSTEMS)}
    if not set(instance.user_agent.split(", ")) <= known:
        instance.user_agent = device_of(instance.user_agent)


def name_of(session: UserSession) -> str:
    """Name the device of a sign-in for its owner."""
    return session.user_agent or _("Unknown device")


def connect() -> None:
    """Have every sign-in stored that way."""
    pre_save.connect(keep_little, sender=UserSession, dispatch_uid="keep_little")
