"""Backing up the database, and restoring it without bringing back who was erased since."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from assessments.domain.records import erasing
from assessments.domain.records.retention import WIPED_TABLES
from assessments.domain.refusals import FaultsError
from assessments.domain.waves.sealing import wipe
from assessments.models import Community, Erasure

OURS = "assessments_wave"
"""A table by which a database of this product is known."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What came back, and how many members were erased again."""

    communities: int
    erased_again: int


def back_up(file: Path) -> None:
    """Write the whole database into a new file, while everything runs.

    Raises
    ------
    FaultsError
        If the file is there already, or the database's own program fails.
    """
    try:
        # Made first, so that nobody else can read it while it is written.
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise FaultsError([f"{file}: {error.strerror}"]) from None
    try:
        if connection.vendor == "postgresql":
            _run("pg_dump", "--format=custom", f"--file={file}")
        else:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(file)])
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def restore(file: Path, *, now: datetime) -> Restored:
    """Put a backup in the place of the database, bring its tables up to date, and erase again.

    Erasures that this installation remembers and the backup does not know are done once more.
    Everybody has to sign in again.

    Raises
    ------
    FaultsError
        If the file is no backup of this product; nothing is changed then.
    """
    known = _erasures_so_far()
    if connection.vendor == "postgresql":
        _restore_postgresql(file)
    else:
        _restore_sqlite(file)
    call_command("migrate", verbosity=0, interactive=False)
    Session.objects.all().delete()
    in_backup = {*Erasure.objects.values_list("pk", flat=True)}
    since = [each for key, each in known.items() if key not in in_backup]
    again = erasing.replay(since, now=now)
    erasing.keep(since)
    wipe(WIPED_TABLES)
    return Restored(communities=Community.objects.count(), erased_again=again)


def holds_something() -> bool:
    """Whether there is something that a restore would overwrite."""
    return _has_tables() and Community.objects.exists()


def _has_tables() -> bool:
    return OURS in connection.introspection.table_names()


def _erasures_so_far() -> dict[UUID, erasing.Erased]:
    """What the database about to be replaced knows, and the file beside it."""
    known = Erasure._meta.db_table in connection.introspection.table_names()  # noqa: SLF001 -- the public name of the table
    return erasing.remembered() if known else erasing.on_file()


def _restore_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as backup:
            (whole,) = backup.execute("PRAGMA integrity_check").fetchone()
            tables = {name for (name,) in backup.execute("SELECT name FROM sqlite_master")}
            if whole != "ok" or OURS not in tables:
                raise FaultsError([_("%(file)s is no whole backup.") % {"file": file}])
            connection.ensure_connection()
            # In place, page by page: programs that have the database open see the restored one.
            backup.backup(connection.connection)
    except sqlite3.DatabaseError as error:
        raise FaultsError([f"{file}: {error}"]) from None


def _restore_postgresql(file: Path) -> None:
    if OURS not in _run("pg_restore", "--list", str(file)):
        raise FaultsError([_("%(file)s is no whole backup.") % {"file": file}])
    name = str(connection.settings_dict["NAME"])
    connection.close()
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        f"--dbname={name}",
        str(file),
    )


def _run(program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs; the password goes by the environment."""
    path = shutil.which(program)
    if path is None:
        raise FaultsError([_("The program %(name)s is not on the path.") % {"name": program}])
    settings = connection.settings_dict
    told = {
        "PGDATABASE": settings["NAME"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGSSLMODE": settings.get("OPTIONS", {}).get("sslmode"),
    }
    environment = os.environ | {name: str(value) for name, value in told.items() if value}
    done = subprocess.run(  # noqa: S603 -- a program of the database, with arguments of ours
        [path, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise FaultsError([done.stderr.strip() or f"{program}: {done.returncode}"])
    return done.stdout
