"""What a claim is for and who holds a slot: along relations to entities, else by the value of a fact."""

from pathlib import Path

import pytest

from wenye.policy.holders import Part, label, part, parts
from wenye.policy.model import Pack
from wenye.policy.pack import load

COMBINED = {
    "unemployed-hire-grant": ("firm", "person"),
    "apprenticeship-grant": ("firm", "person"),
    "technician-promotion-grant": ("person", "cert_level"),
    "skills-upgrade-grant": ("person", "cert_occupation", "cert_level"),
    "incubator-grant": ("carrier", "recognition_level"),
    "startup-loan-interest": ("loan", "interest_due_on"),
    "startup-loan-local-interest": ("loan", "interest_due_on"),
    "placement-grant": ("firm", "person"),
}


@pytest.mark.parametrize(
    ("subject", "path", "found"),
    [
        ("hire", "hire", Part("hire", "hire", None)),
        ("hire", "person", Part("person", "person", None)),
        ("session", "mentor.person", Part("mentor.person", "person", None)),
        ("certificate", "cert_level", Part("cert_level", None, "cert_level")),
        ("certificate", "person.residence", Part("person.residence", None, "residence")),
    ],
)
def test_a_path_leads_to_an_entity_or_else_to_a_fact(junshan: Pack, subject: str, path: str, found: Part) -> None:
    assert part(junshan.entities, subject, path) == found


def test_what_counts_together_is_a_claim_unit_of_the_pack(junshan: Pack) -> None:
    """Claims of measures 6, 32, 34, 37, 47, 49, 56 and 89 are for a combination, which holds their slots."""
    units = {benefit.id: benefit.claim.unit for benefit in junshan.benefits.values()}
    assert {name: unit for name, unit in units.items() if len(unit) > 1} == COMBINED
    for name, unit in COMBINED.items():
        assert [slot.holder for slot in junshan.benefits[name].slots] == [unit]


def test_whoever_may_have_money_a_limited_number_of_times_takes_a_slot_that_keeps_the_limit(junshan: Pack) -> None:
    limited = [each for each in junshan.benefits.values() if each.amount is not None and each.claim.times is not None]
    assert len(limited) > 50
    for benefit in limited:
        assert (benefit.claim.unit, benefit.claim.per) in [(slot.holder, slot.per) for slot in benefit.slots]


def test_each_part_is_called_by_its_label(junshan: Pack) -> None:
    found = parts(junshan, "certificate", ("person", "cert_level"))
    assert [label(junshan, "certificate", each).zh for each in found] == ["持证人", "证书等级"]


def test_one_is_written_as_a_text_and_several_as_a_list() -> None:
    pack = load(Path(__file__).parent / "good")
    assert pack.benefits["hire-grant"].slots[0].holder == ("firm", "person")
    assert pack.benefits["stable-refund"].slots[0].holder == ("firm",)
    assert pack.benefits["address-permit"].claim.unit == ("firm",)
