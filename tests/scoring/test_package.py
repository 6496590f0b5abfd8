"""The package can be had without the rest: what its own README and metadata say is so."""

import doctest
import re
import tomllib
from pathlib import Path

import scoring

FOLDER = Path(scoring.__file__).parent
README = FOLDER / "README.md"
METADATA = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))


def test_examples_of_the_readme_come_out_as_it_says() -> None:
    said: list[str] = []
    # A closing fence would be taken for output.
    plain = re.sub(r"^```.*$", "", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(plain, {}, "README.md", str(README), 0)

    result = doctest.DocTestRunner(verbose=False).run(examples, out=said.append)

    assert result.failed == 0, "".join(said)
    assert result.attempted > 5


def test_version_of_the_package_is_that_of_the_scoring() -> None:
    version = METADATA["tool"]["hatch"]["version"]
    found = re.search(version["pattern"], (FOLDER / version["path"]).read_text(encoding="utf-8"))

    assert found is not None
    assert found["version"] == scoring.SCORING_VERSION


def test_package_has_no_folders_that_the_wheel_would_leave_out() -> None:
    assert METADATA["project"]["dependencies"] == ["numpy>=2"]
    assert {path.parent for path in FOLDER.rglob("*.py")} == {FOLDER}
    assert (FOLDER / "py.typed").exists()
