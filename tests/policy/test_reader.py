"""YAML is read as plain text with places, and nothing in it is guessed."""

from pathlib import Path

import pytest

from wenye.feel.errors import Faults
from wenye.policy.faults import Log
from wenye.policy.nodes import Map, Node, Scalar, Seq, pack_node, unpack_node
from wenye.policy.reader import MOST_BYTES, compose, read
from wenye.policy.schema import Spot, formula


def composed(text: str) -> Node:
    log = Log()
    node = compose(text.encode(), "a.yaml", log)
    log.close()
    return node


def value(text: str, *path: str) -> Node:
    node = composed(text)
    for key in path:
        assert isinstance(node, Map)
        node = node.entries[key][1]
    return node


@pytest.mark.parametrize(
    "written", ["yes", "no", "on", "true", "null", "0123", "12:30", "1_000", "1e3", "2019-01-01", ".5", "0x1f"]
)
def test_what_yaml_would_turn_into_something_else_stays_text(written: str) -> None:
    node = value(f"a: {written}", "a")
    assert isinstance(node, Scalar)
    assert node.text == written


def test_every_node_knows_its_line_and_column() -> None:
    node = composed("a:\n  - 一: {b: 二}\n  - 'c'\n")
    assert isinstance(node, Map)
    key, items = node.entries["a"]
    assert (key.line, key.column) == (1, 1)
    assert isinstance(items, Seq)
    first = items.items[0]
    assert isinstance(first, Map)
    inner = first.entries["一"][1]
    assert isinstance(inner, Map)
    assert str(inner.entries["b"][1].at) == "a.yaml:2:12"
    assert str(items.items[1].at) == "a.yaml:3:5"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    node = composed("\ufeffa: 1")
    assert isinstance(node, Map)
    assert list(node.entries) == ["a"]


def test_a_hash_sign_and_comments_are_left_out() -> None:
    assert value("a: 1 # one\n# two\n", "a") == Scalar("a.yaml", 1, 4, "1")


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("a: jobs > 1", 1, 4),
        ("a: 'jobs > 1'", 1, 5),
        ("a: >-\n  jobs\n  > 1\n", 2, 1),
        ("a:\n  jobs\n  > 1\n", 2, 3),
        ("a: 'jobs\n  > 1'\n", 1, 5),
    ],
)
def test_an_expression_keeps_its_lines_so_that_its_faults_have_places(written: str, line: int, column: int) -> None:
    node = value(written, "a")
    assert isinstance(node, Scalar)
    found = formula(Spot(node, Log()))
    assert (found.at.line, found.at.column) == (line, column)
    assert found.text.split() == ["jobs", ">", "1"]
    assert found.text.count("\n") == written.rstrip().count("\n") - (line - 1)


def test_nodes_survive_the_cache_unchanged() -> None:
    node = composed("a: [1, 'b', {c: d}]\ne: >-\n  x\n  y\nf: ''\n")
    assert unpack_node("a.yaml", pack_node(node)) == node


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Faults) as caught:
        read(tmp_path / "none.yaml", "none.yaml")
    assert [fault.code for fault in caught.value.faults] == ["file.unreadable"]


def test_a_file_of_senseless_size_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"a" * (MOST_BYTES + 1))
    with pytest.raises(Faults) as caught:
        read(tmp_path / "big.yaml")
    assert [fault.code for fault in caught.value.faults] == ["file.size"]


def test_a_million_laughs_are_one_fault_each() -> None:
    log = Log()
    compose(b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "a.yaml", log)
    assert {fault.code for fault in log.faults()} == {"yaml.anchor", "yaml.alias"}
