"""How well an instrument measures, as a page of the admin."""

from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from assessments.domain.scores.instrument_reports import instrument_report
from assessments.models import Account, Instrument
from tests.assessments import making
from tests.assessments.admin.addresses import page
from tests.assessments.test_instrument_report import invented, load


class Tables(HTMLParser):
    """The cells of every table of a page, row by row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        if tag == "tr" and self.tables:
            self.tables[-1].append([])
        if tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def content(response: Any) -> str:
    """Give what a page holds beside the list of all models."""
    _before, _main, after = response.content.decode().partition('<div id="content"')
    return str(after)


def tables_of(html: str) -> list[list[list[str]]]:
    found = Tables(html).tables
    return [[[" ".join(cell.split()) for cell in row] for row in table] for table in found]


def address(instrument: Instrument) -> str:
    return reverse("admin:assessments_instrument_report", args=[instrument.pk])


@pytest.fixture
def choir(leader: Account) -> Instrument:
    """An instrument that twelve groups answered with 132 sheets."""
    load(leader, *invented())
    return Instrument.objects.get()


def test_page_shows_the_figures_of_the_command(admin: Client, choir: Instrument) -> None:
    shown = instrument_report(choir).shown

    html = content(admin.get(address(choir)))

    characteristics, items = tables_of(html)
    each = shown.characteristics[1]
    numbers = (each.alpha, each.alpha_low, each.alpha_high, each.omega, each.icc1, each.icc2)
    assert characteristics[2][1:] == [str(each.members), *(f"{x:.2f}" for x in numbers)]
    item = shown.items[2]
    assert item.cant_say is not None
    assert items[3][1:] == [
        str(item.answers),
        f"{item.mean:.1f}",
        f"{100 * item.cant_say:.0f} %",
        f"{item.item_rest:.2f}",
        f"{item.alpha_if_dropped:.2f}",
    ]
    assert items[3][0].startswith("listening_3 reversed ")
    assert f"<strong>{shown.dimensions.misfit_of_each:.3f}</strong>" in html
    assert f"listening and belonging, {shown.dimensions.closest_correlation:.2f}" in html


def test_page_heads_every_row_and_column_and_explains_each_figure(
    admin: Client, choir: Instrument
) -> None:
    html = content(admin.get(address(choir)))

    characteristics, items = tables_of(html)
    assert (len(characteristics), len(items)) == (1 + 2, 1 + 6)
    assert html.count('scope="row"') == 2 + 6
    assert html.count('scope="col"') == len(characteristics[0]) + len(items[0])
    for name in [*characteristics[0][1:], *items[0][1:]]:
        assert f'<li>{escape(name)}<span class="aside">' in html
    # Tables scroll inside their box, with the keyboard too.
    assert html.count('role="region" aria-labelledby="') == html.count('tabindex="0"') == 2


def test_page_names_no_community(admin: Client, choir: Instrument) -> None:
    html = content(admin.get(address(choir)))

    # The groups are g00 to g11, of the communities c-g00 to c-g11.
    assert "g00" not in html
    assert "g11" not in html


def test_page_says_how_much_is_missing(admin: Client, leader: Account) -> None:
    load(leader, *invented((11,) * 9))
    response = admin.get(address(Instrument.objects.get()))

    assert response.status_code == 200
    assert "1 more community, 1 more answer sheet." in content(response)
    assert tables_of(content(response)) == []


def test_page_writes_numbers_in_the_language_of_the_reader(
    admin: Client, choir: Instrument
) -> None:
    admin.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    alpha = instrument_report(choir).shown.characteristics[0].alpha

    characteristics, _items = tables_of(content(admin.get(address(choir))))

    assert characteristics[1][2] == f"{alpha:.2f}".replace(".", ",")


def test_page_waits_in_no_cache(admin: Client, choir: Instrument) -> None:
    assert "no-store" in admin.get(address(choir))["Cache-Control"]


def test_page_is_for_those_who_may_view_instruments(client: Client, choir: Instrument) -> None:
    account = making.make_account("helper@example.org", is_staff=True)
    client.force_login(account)
    assert client.get(address(choir)).status_code == 404

    account.user_permissions.add(Permission.objects.get(codename="view_instrument"))

    assert client.get(address(choir)).status_code == 200
    assert address(choir) in client.get(page(choir)).content.decode()
