"""Reading lists of members: what they may look like, and what is said of those that do not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.communities.communities import NewMember, add_members
from assessments.domain.communities.member_lists import MOST_FAULTS, MOST_LINES, decoded, read_list
from assessments.domain.refusals import FaultsError
from assessments.models import Community

ANN = NewMember(email="ann@x.org", name="Ann", role="helper", tenure="1_to_3_years", language="de")


@pytest.mark.parametrize(
    "text",
    [
        "ann@x.org;Ann;helper;1_to_3_years;de",
        "ann@x.org,Ann,helper,1_to_3_years,de",
        "ann@x.org\tAnn\thelper\t1_to_3_years\tde",
        "\ufeffann@x.org; Ann ; Helper ; 1 to 3 years ; de\r\n",
        "address;name;role;tenure;language\nann@x.org;Ann;helper;1_to_3_years;de",
        "Name,E-mail,Language,Tenure,Role,Shoe size\nAnn,ann@x.org,de,1_to_3_years,helper,42",
        '"ann@x.org";"Ann";"helper";"1_to_3_years";"de"',
        "\n;;;\nann@x.org;Ann;helper;1_to_3_years;de\n\n",
    ],
)
def test_list_is_read_whatever_it_looks_like(text: str) -> None:
    assert read_list(text).members == (ANN,)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a@x.org\nA@X.ORG", 1),
        ("a@m\u00fcnchen.de\na@mu\u0308nchen.de\na@M\u00dcNCHEN.DE", 2),
        ("a@x.org, A@x.org; b@x.org", 1),
        ("a@x.org\nb@x.org", 0),
    ],
)
def test_same_address_is_folded_into_the_first(text: str, folded: int) -> None:
    assert read_list(text).folded == folded


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a@x.org\n\nAnn", "line 3: “Ann” is not an e-mail address"),
        ("a@x.org;Ann;king", "line 1: “king” is none of member, helper, leader"),
        ("a@x.org;Ann;leader;1", "none of under_1_year, 1_to_3_years, over_3_years"),
        ("a@x.org;Ann;leader;;German!", "“German!” is no language; write it like de or pt-BR"),
        ("a@x.org;" + "n" * 151, "a name has at most 150 characters"),
        ("a@x.org;A\x00nn", "a name has at most 150 characters"),
        ("email;name\n;Ann", "line 2: “” is not an e-mail address"),
        ("\n" * MOST_LINES + "a@x.org", f"at most {MOST_LINES} lines"),
    ],
)
def test_fault_names_its_line_and_what_is_allowed(text: str, fault: str) -> None:
    with pytest.raises(FaultsError) as refused:
        read_list(text)

    assert fault in str(refused.value)


def test_faults_end_after_a_hundred() -> None:
    with pytest.raises(FaultsError) as refused:
        read_list("no address\n" * 500)

    assert len(refused.value.faults) == MOST_FAULTS + 1
    assert refused.value.faults[-1] == "… and 400 more lines."


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_reasons(text: str) -> None:
    try:
        assert read_list(text).members
    except FaultsError as refused:
        assert refused.faults  # noqa: PT017 -- either is right


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_file_of_a_spreadsheet_is_decoded(encoding: str) -> None:
    assert decoded("a@x.org;Zoë".encode(encoding)) == "a@x.org;Zoë"


def test_file_in_another_encoding_says_how_to_save_it() -> None:
    with pytest.raises(FaultsError, match=r"line 2: This is not UTF-8\. Save the list as"):
        decoded("a@x.org;Ann\nb@x.org;Zoë".encode("latin-1"))


def test_ten_thousand_members_are_put_on_the_roster_in_seconds(community: Community) -> None:
    text = "\n".join(f"member{n}@example.org;Member {n};member" for n in range(MOST_LINES))
    began = time.monotonic()

    members = read_list(text).members
    assert add_members(community, members) == MOST_LINES
    assert add_members(community, members) == 0

    assert time.monotonic() - began < 20  # about 2 seconds where nothing else runs
