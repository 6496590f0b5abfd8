"""Erasing a member: what leads to a person goes; what nobody can find any more stays."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from assessments.models import Erasure, Invitation, Member, Wave

LABEL = "commsurvey.erasure"


@dataclass(frozen=True, kw_only=True)
class Erased:
    """That a member was erased, as it is kept: a keyed hash which alone names nobody."""

    id: UUID
    hash: str
    erased_on: date


def erase_member(member_id: UUID, *, now: datetime) -> bool:
    """Erase a member, and say whether there was one.

    With the row go their invitations, links, drafts and marks in every wave, and the mails that
    wait. A sheet that was sent stays: nothing leads to it. Whoever wants it gone withdraws it
    first, while the wave is open.
    """
    with transaction.atomic():
        member = Member.objects.select_for_update().filter(pk=member_id).first()
        if member is None:
            return False
        asked = Invitation.objects.filter(member=member).values("wave")
        # Locked in one order, so that a seal never meets half of it.
        waves = Wave.objects.select_for_update().filter(pk__in=asked).order_by("pk")
        held = [*waves.values_list("pk", flat=True)]
        # Who is compared with the wave before must not fall by the number of the erased.
        Wave.objects.filter(pk__in=held).update(erased=F("erased") + 1)
        done = Erased(id=uuid.uuid4(), hash=hash_of(member), erased_on=now.date())
        keep([done])
        member.delete()
        transaction.on_commit(lambda: _write_down(done))
    return True


def hash_of(member: Member) -> str:
    """Give the keyed hash under which the erasure of a member is remembered."""
    return salted_hmac(
        LABEL, f"{member.community_id} {member.email.lower()}", algorithm="sha256"
    ).hexdigest()


def keep(erasures: Collection[Erased]) -> None:
    """Remember erasures in the database."""
    Erasure.objects.bulk_create(
        [Erasure(id=each.id, hash=each.hash, erased_on=each.erased_on) for each in erasures]
    )


def remembered() -> dict[UUID, Erased]:
    """Give every erasure that the database or the file beside it remembers."""
    rows = Erasure.objects.values_list("id", "hash", "erased_on")
    return on_file() | {row[0]: Erased(id=row[0], hash=row[1], erased_on=row[2]) for row in rows}


def replay(erasures: Collection[Erased], *, now: datetime) -> int:
    """Erase again whoever a restored backup has brought back, and give how many they were."""
    hashes = {each.hash for each in erasures}
    if not hashes:
        return 0
    back = [member.pk for member in Member.objects.iterator() if hash_of(member) in hashes]
    return sum(erase_member(pk, now=now) for pk in back)


def forget_before(day: date) -> None:
    """Forget erasures older than any backup may be."""
    Erasure.objects.filter(erased_on__lt=day).delete()
    kept = [each for each in on_file().values() if each.erased_on >= day]
    transaction.on_commit(lambda: _write_anew(kept))


def _file() -> Path:
    """The erasures also stand outside the database: it may be the database that is lost."""
    return Path(settings.VAR_FOLDER) / "erasures"


def _write_down(done: Erased) -> None:
    with _file().open("a", encoding="ascii") as file:
        file.write(_line(done))


def _write_anew(kept: Collection[Erased]) -> None:
    if len(kept) < len(on_file()):
        fresh = _file().with_suffix(".new")
        fresh.write_text("".join(_line(each) for each in kept), encoding="ascii")
        fresh.replace(_file())


def _line(each: Erased) -> str:
    return f"{each.erased_on:%Y-%m-%d} {each.id} {each.hash}\n"


def on_file() -> dict[UUID, Erased]:
    """Give the erasures that the file beside the database remembers."""
    return {each.id: each for each in _lines()} if _file().exists() else {}


def _lines() -> Iterator[Erased]:
    for line in _file().read_text(encoding="ascii", errors="replace").splitlines():
        try:
            day, key, hashed = line.split()
            yield Erased(id=UUID(key), hash=hashed, erased_on=date.fromisoformat(day))
        except ValueError:
            continue  # a line torn by a power cut; the database has it whole
