"""A member's browser: walks the survey as the pages offer it."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.test import Client

from assessments.models import Wave

ITEMS = {1: ("realism_1", "spirit_1"), 2: ("realism_2", "spirit_2")}
"""Which items of the tiny instrument stand on which part, whatever the order on the page."""

WHOLE: Mapping[int, Mapping[str, str]] = {
    1: {"claim": "8", "realism_1": "4", "spirit_1": "5"},
    2: {"realism_2": "2", "spirit_2": "255"},
    3: {"predicted.realism_1": "7", "predicted.spirit_1": "11"},
    4: {"miss": "9", "tenure": "2"},
    5: {"comment": "We could meet more often."},
}
"""An answer to everything that the tiny instrument asks, part by part."""


class Browser:
    """One browser of one member, without JavaScript."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.client = Client()

    def address(self, page: str = "") -> str:
        return f"/w/{self.wave.pk}/{page}"

    def enter(self, token: str) -> Any:
        return self.client.get(self.address(f"{token}/"))

    def get(self, page: str = "", **headers: str) -> Any:
        return self.client.get(self.address(page), headers=headers)

    def post(self, page: str, fields: Mapping[str, Any] | None = None) -> Any:
        return self.client.post(self.address(page), fields or {})

    def part(self, number: int, fields: Mapping[str, Any] | None = None, *, go: str = "on") -> Any:
        sent = WHOLE[number] if fields is None else fields
        return self.post(f"part/{number}/", {**sent, "go": go})

    def fill_in(self) -> None:
        for number in list(WHOLE)[:-1]:
            self.part(number)

    def send(self) -> Any:
        return self.part(len(WHOLE), go="send")


def html_of(response: Any) -> str:
    """Give a page with one space where there is white space."""
    return " ".join(response.content.decode().split())


def title_of(response: Any) -> str:
    """Give the title of a page."""
    found = re.search(r"<title>(.*?)</title>", html_of(response))
    return unescape(found[1]).strip() if found else ""


def text_of(response: Any) -> str:
    """Give what a reader sees, in one line."""
    content = re.sub(r"<(head|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", content)).split())


def checked(response: Any) -> dict[str, str]:
    """Give the options that are chosen on a page."""
    found = re.findall(r'name="([^"]+)" value="(\d+)" checked', html_of(response))
    return dict(found)
