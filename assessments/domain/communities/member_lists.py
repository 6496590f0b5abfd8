"""Reading lists of members: pasted, or from a spreadsheet."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from assessments.domain.communities.communities import NewMember
from assessments.domain.refusals import FaultsError
from assessments.models.communities import LANGUAGE, Role, Tenure

MOST_LINES = 10_000
"""The most lines of one list."""

MOST_FAULTS = 100
"""The most faults that are named; after that it is another list that is needed."""

LONGEST_ADDRESS = 254
"""Characters of an e-mail address, as mail servers take it."""

LONGEST_NAME = 150

COLUMNS = tuple(field.name for field in fields(NewMember))
"""The columns of a list without a header, in this order."""

HEADERS = {
    "email": {"email", "e-mail", "mail", "address", "e-mail address", "email address"},
    "name": {"name", "full name"},
    "role": {"role"},
    "tenure": {"tenure"},
    "language": {"language", "lang"},
}

is_address = EmailValidator()


@dataclass(frozen=True)
class MemberList:
    """What was understood of a list: its members, and how many lines repeated one of them."""

    members: tuple[NewMember, ...]
    folded: int


def decoded(raw: bytes) -> str:
    """Read an uploaded file: UTF-8 or UTF-16 with a byte order mark, else UTF-8.

    Raises
    ------
    FaultsError
        If it is neither; spreadsheets offer "CSV UTF-8".
    """
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    encoding = next((name for mark, name in marks.items() if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        told = _("line %(line)s: This is not UTF-8. Save the list as “CSV UTF-8”.")
        raise FaultsError([told % {"line": line}]) from None


def read_members(text: str) -> list[NewMember]:
    """Give the members of a pasted list; see ``read_list``."""
    return [*read_list(text).members]


def read_list(text: str) -> MemberList:
    """Read a list: one member on each line, or addresses between commas.

    A line is an address, ``Name <address>``, or ``address;name;role;tenure;language`` with ``;``,
    ``,`` or tab between the cells; a first line that names the columns sets another order. An
    address that occurs again is folded, whatever its capitals and however its letters are coded.

    Raises
    ------
    FaultsError
        With every line that cannot be read, and what is allowed.
    """
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) > MOST_LINES:
        raise FaultsError([_("A list has at most %(most)s lines.") % {"most": MOST_LINES}])
    members: dict[str, NewMember] = {}
    faults: list[str] = []
    read = 0
    for line, cells in _rows(lines):
        read += 1
        try:
            member = _member(cells)
        except ValueError as fault:
            faults.append(_("line %(line)s: %(fault)s") % {"line": line, "fault": fault})
        else:
            members.setdefault(_key(member.email), member)
    if not read:
        faults.append(_("There is no address in this list."))
    if faults:
        raise FaultsError(_shortened(faults))
    return MemberList(members=(*members.values(),), folded=read - len(members))


def _shortened(faults: list[str]) -> list[str]:
    more = len(faults) - MOST_FAULTS
    if more <= 0:
        return faults
    return [*faults[:MOST_FAULTS], _("… and %(more)s more lines.") % {"more": more}]


def _key(address: str) -> str:
    return unicodedata.normalize("NFKC", address).casefold()


def _rows(lines: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Give each line's number and its cells by column; empty lines are passed over."""
    columns: Sequence[str] = COLUMNS
    split = _splitter(lines)
    first = True
    for number, line in enumerate(lines, start=1):
        if not line.strip(" \t,;"):
            continue
        rows = [*split(line)]
        if first and (named := _header(rows[0])):
            columns = named
        else:
            for cells in rows:
                yield number, dict(zip(columns, cells, strict=False))
        first = False


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    """Give the columns that a header names; empty when it is none."""
    named = tuple(
        next((column for column, names in HEADERS.items() if cell.casefold() in names), "")
        for cell in cells
    )
    return named if "email" in named else ()


def _splitter(lines: Sequence[str]) -> Callable[[str], Iterator[list[str]]]:
    """Choose what stands between cells, by the first line that has it: tab, ``;`` or ``,``."""
    signs = (sign for line in lines if line.strip(" \t,;") for sign in "\t;," if sign in line)
    separator = next(signs, ",")

    def split(line: str) -> Iterator[list[str]]:
        if line.count("@") > 1 and '"' not in line:
            for address in re.split(r"[,;]\s*|\s+(?=\S+@)", line.strip().strip(",;")):
                yield [address.strip()]
            return
        row = next(csv.reader([line], delimiter=separator, skipinitialspace=True))
        yield [cell.strip() for cell in row]

    return split


def _member(cells: Mapping[str, str]) -> NewMember:
    named, email = _address(cells.get("email", ""))
    name = cells.get("name", "") or named
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(_("a name has at most %(most)s characters") % {"most": LONGEST_NAME})
    return NewMember(
        email=email,
        name=name,
        role=_choice(cells.get("role", ""), Role) or Role.MEMBER,
        tenure=_choice(cells.get("tenure", ""), Tenure),
        language=_language(cells.get("language", "")),
    )


def _address(cell: str) -> tuple[str, str]:
    named, email = parseaddr(cell)
    email = unicodedata.normalize("NFC", email)
    try:
        is_address(email)
        MaxLengthValidator(LONGEST_ADDRESS)(email)
    except ValidationError:
        raise ValueError(_("“%(cell)s” is not an e-mail address") % {"cell": cell[:100]}) from None
    return named, email


def _choice(cell: str, allowed: type[TextChoices]) -> str:
    """Read a code, or the word that stands for it on the pages, whatever its capitals."""
    if not cell:
        return ""
    for choice in allowed:
        if cell.casefold() in {choice.value, str(choice.label).casefold()}:
            return str(choice.value)
    raise ValueError(
        _("“%(value)s” is none of %(allowed)s")
        % {"value": cell[:100], "allowed": ", ".join(allowed.values)}
    )


def _language(cell: str) -> str:
    if cell and not (len(cell) <= 12 and re.match(LANGUAGE, cell)):  # noqa: PLR2004 -- the column's length
        raise ValueError(
            _("“%(value)s” is no language; write it like de or pt-BR") % {"value": cell[:100]}
        )
    return cell
