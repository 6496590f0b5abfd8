"""``python -m tests.benchmarks [--full]``: measure on a scratch installation, print one table."""

import argparse
import tempfile

from django.core.management import call_command

from tests.benchmarks.starting import start


def main() -> None:
    """Make an installation that is thrown away, and measure on it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--full", action="store_true", help="at the sizes the goals speak of")
    full = parser.parse_args().full
    with tempfile.TemporaryDirectory(prefix="commsurvey-bench-") as folder:
        start(folder)
        call_command("migrate", verbosity=0)
        from tests.benchmarks.everything import measure  # noqa: PLC0415 -- needs the models

        measure(full=full)


if __name__ == "__main__":
    main()
