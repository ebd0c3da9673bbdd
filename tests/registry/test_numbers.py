"""Check signs of identity numbers and credit codes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from tests.registry.rosters import number
from wenye.registry import numbers
from wenye.registry.demo.firms import credit_code
from wenye.registry.demo.people import identity

DIGITS = st.text("0123456789", min_size=17, max_size=17)


def test_a_published_specimen_of_an_identity_number_checks() -> None:
    assert numbers.id_mark("11010519491231002") == "X"


@given(DIGITS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(first: str, place: int, step: int) -> None:
    wrong = first[:place] + str((int(first[place]) + step) % 10) + first[place + 1 :]
    assert numbers.id_mark(first) != numbers.id_mark(wrong)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("99000019850312000", "length"),
        ("9900001985031200AB", "digits"),
        ("990000198503120X0X", "digits"),
        ("990000198513120005", "birth"),
        ("99000019850230000X", "birth"),
    ],
)
def test_each_fault_of_an_identity_number_has_its_name(text: str, fault: str) -> None:
    assert numbers.id_fault(text) == fault


def test_the_last_sign_is_compared() -> None:
    right = number(1)
    wrong = right[:17] + ("0" if right[17] != "0" else "1")
    assert (numbers.id_fault(right), numbers.id_fault(wrong)) == (None, "mark")


def test_birth_date_and_sex_are_read_from_the_number() -> None:
    assert numbers.born(identity(7, date(2000, 2, 29), True)) == "2000-02-29"
    assert numbers.sex(identity(7, date(2000, 2, 29), True)) == "female"
    assert numbers.sex(identity(7, date(2000, 2, 29), False)) == "male"


@pytest.mark.parametrize("place", [0, 1, 77, 19_999, 4_500_123])
@pytest.mark.parametrize("kind", ["enterprise", "individual_business", "farmer_cooperative", "public_body"])
def test_invented_credit_codes_pass_an_independent_check(place: int, kind: str) -> None:
    assert uscc.is_valid(credit_code(place, kind))


def test_faults_of_a_credit_code_have_their_names() -> None:
    code = credit_code(5, "enterprise")
    wrong = code[:17] + ("0" if code[17] != "0" else "1")
    found = [numbers.uscc_fault(text) for text in (code, code[:17], code[:4] + "I" + code[5:], wrong)]
    assert found == [None, "length", "digits", "mark"]
