"""Facts counted from registers with many rows for one subject."""

from datetime import date

import polars as pl
import pytest

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.feel.types import BOOLEAN, DATE, Enum, Type, integer, money
from wenye.policy.aggregate import aggregated
from wenye.policy.model import Aggregate, Entity, Fact, Formula

AT = Position("facts.yaml", 1, 1)
KINDS = Enum("kind", ("unemployment", "pension"))
DAY = date(2019, 11, 20)


def fact(name: str, entity: str, kind: Type, rule: Aggregate | None = None) -> Fact:
    domain = (date(1990, 1, 1), date(2035, 12, 31)) if kind is DATE else None
    return Fact(name, entity, kind, Text(name, name), None, domain, {}, None, None, None, None, None, "none", False,
                False, None, rule, None, AT)  # fmt: skip


class SmallPack:
    """People and the months paid for them."""

    def __init__(self, counted: Fact) -> None:
        person = Entity("person", Text("个人", "person"), "person_id", {}, {}, AT)
        payment = Entity("payment", Text("缴费", "payment"), "payment_id", {"person": "person"}, {}, AT)
        self.entities = {"person": person, "payment": payment}
        held = (
            fact("paid_kind", "payment", KINDS),
            fact("paid_month", "payment", DATE),
            fact("paid", "payment", money()),
        )
        self.facts = {item.id: item for item in (*held, counted)}


def rule(kind: str, of: str | None = None, where: str | None = None) -> Aggregate:
    return Aggregate(kind, "payment", of, Formula(where, AT) if where else None, AT)


def told(kind: Type, counting: Aggregate, rows: pl.DataFrame | None = None) -> list[object]:
    """The counted fact of persons 1 (three rows), 2 (one row, of unknown kind) and 3 (none)."""
    pack = SmallPack(fact("counted", "person", kind, counting))
    people = pl.DataFrame({"person_id": [1, 2, 3]})
    frames = {"person": people, "payment": PAYMENTS if rows is None else rows}
    whole = aggregated(pack, frames, DAY)  # type: ignore[arg-type]
    return whole["person"].sort("person_id")["counted"].to_list()


PAYMENTS = pl.DataFrame(
    {
        "person_id": [1, 1, 1, 2],
        "paid_kind": ["unemployment", "unemployment", "pension", None],
        "paid_month": [date(2019, 1, 1), date(2019, 12, 1), date(2019, 1, 1), date(2019, 1, 1)],
        "paid": [100, 250, 999, 7],
    }
)
UNEMPLOYMENT = 'paid_kind = "unemployment" and paid_month <= as_of'


def test_rows_that_fit_are_counted_up_to_the_day() -> None:
    assert told(integer(), rule("count", where=UNEMPLOYMENT))[0] == 1


def test_a_row_of_unknown_kind_leaves_the_count_unknown() -> None:
    assert told(integer(), rule("count", where=UNEMPLOYMENT))[1] is None


def test_who_has_no_row_counts_zero() -> None:
    assert told(integer(), rule("count", where=UNEMPLOYMENT))[2] == 0


def test_without_a_filter_every_row_counts() -> None:
    assert told(integer(), rule("count")) == [3, 1, 0]


@pytest.mark.parametrize(
    ("kind", "expected"), [("sum", [1349, 7, 0]), ("min", [100, 7, None]), ("max", [999, 7, None])]
)
def test_values_are_summed_and_compared_in_fen(kind: str, expected: list[int | None]) -> None:
    assert told(money(), rule(kind, of="paid")) == expected


def test_an_unknown_value_leaves_the_sum_unknown() -> None:
    rows = PAYMENTS.with_columns(pl.when(pl.col("paid") != 250).then(pl.col("paid")).alias("paid"))
    assert told(money(), rule("sum", of="paid"), rows) == [None, 7, 0]


def test_one_sure_row_is_enough_to_exist() -> None:
    rows = pl.concat([PAYMENTS, PAYMENTS.tail(1).with_columns(pl.lit(1).cast(pl.Int64).alias("person_id"))])
    assert told(BOOLEAN, rule("exists", where=UNEMPLOYMENT), rows) == [True, None, False]


def test_a_register_that_holds_nothing_tells_nothing() -> None:
    assert told(integer(), rule("count"), PAYMENTS.clear()) == [None, None, None]


def test_the_latest_of_dates_is_a_date() -> None:
    assert told(DATE, rule("max", of="paid_month"))[0] == date(2019, 12, 1)
