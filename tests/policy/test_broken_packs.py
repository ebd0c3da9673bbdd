"""No broken pack loads, none crashes the loader, and each fault says where it is and what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.policy.broken_packs import GOOD, Broken, cases
from wenye.feel.errors import Fault, Faults
from wenye.policy.faults import Log, Refused
from wenye.policy.pack import load
from wenye.policy.reader import compose

CASES = cases()


def faults_of(pack: Path) -> tuple[Fault, ...]:
    with pytest.raises(Faults) as caught:
        load(pack)
    return caught.value.faults


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> "Refusal":
    """A broken pack and its faults, found once for all tests."""
    found: dict[str, tuple[Path, tuple[Fault, ...]]] = {}

    def ask(broken: Broken) -> tuple[Path, tuple[Fault, ...]]:
        if broken.name not in found:
            pack = broken.make(tmp_path_factory.mktemp("broken"))
            found[broken.name] = pack, faults_of(pack)
        return found[broken.name]

    return ask


Refusal = Callable[[Broken], tuple[Path, tuple[Fault, ...]]]


@pytest.mark.parametrize("broken", CASES, ids=lambda broken: broken.name)
def test_a_broken_pack_is_refused_at_the_right_line(broken: Broken, refused: Refusal) -> None:
    pack, found = refused(broken)
    expected = broken.expected(pack)
    told = "\n".join(f"{fault.code} {fault} {fault.path}" for fault in found)
    for wanted in expected:
        assert any(wanted.fits(fault) for fault in found), f"{wanted} is not among\n{told}"
    assert len(found) == len(expected), f"faults that follow from no change:\n{told}"


@pytest.mark.parametrize("broken", CASES, ids=lambda broken: broken.name)
def test_every_fault_says_what_is_wrong_and_what_to_do_in_both_languages(broken: Broken, refused: Refusal) -> None:
    for fault in refused(broken)[1]:
        assert all((fault.message.zh, fault.message.en, fault.hint.zh, fault.hint.en)), fault
        assert fault.at.line >= 1
        assert fault.at.column >= 1


def test_every_kind_of_fault_is_tried() -> None:
    assert len(CASES) >= 60
    assert len({broken.name for broken in CASES}) == len(CASES)


def test_all_faults_of_a_pack_are_reported_together(tmp_path: Path) -> None:
    """One pack broken in six files: a name, a date, a rule, a type, an example and a unit."""
    wanted = [
        "an unknown key of a fact", "a day that does not exist", "an unknown unit of government",
        "a fund at an unknown level", "a relation to an unknown entity", "values of a parameter out of order",
    ]  # fmt: skip
    chosen = [broken for broken in CASES if broken.name in wanted]
    assert len(chosen) == len(wanted)
    pack = chosen[0].make(tmp_path)
    for broken in chosen[1:]:
        file = pack / broken.file
        file.write_text(
            file.read_text(encoding="utf-8").replace(broken.change["find"], broken.change["with"], 1), encoding="utf-8"
        )
    found = faults_of(pack)
    for broken in chosen:
        assert all(any(one.fits(fault) for fault in found) for one in broken.expected(pack)), broken.name


def test_faults_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    pack = next(broken for broken in CASES if broken.name == "two documents in one file").make(tmp_path)
    places = [(fault.at.file, fault.at.line) for fault in faults_of(pack)]
    assert places == sorted(places)


def test_a_folder_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    assert [fault.code for fault in faults_of(tmp_path / "nowhere")] == ["file.missing"]


def test_an_empty_folder_lacks_its_four_files(tmp_path: Path) -> None:
    assert [fault.code for fault in faults_of(tmp_path)] == ["file.missing"] * 4


FILES = sorted(path.relative_to(GOOD).as_posix() for path in GOOD.rglob("*.yaml"))
EDITS = st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4)
WORDS = st.sampled_from(
    [b": ", b"- ", b"[", b"}", b"'", b'"', b"\n", b"  ", b"&a ", b"*a", b"!!int ", b"null", b"\xff", b"|", b"?", b"#"]
)


def mutilated(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for start, length, put in edits:
        begin = start % (len(data) + 1)
        data = data[:begin] + put + data[begin + length :]
    return data


def load_changed(name: str, data: bytes, folder: Path) -> None:
    """Load the good pack with other bytes in one file; nothing but Faults may come of it."""
    for file in FILES:
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data if file == name else (GOOD / file).read_bytes())
    faults: tuple[Fault, ...] | None = None
    try:
        load(folder)
    except Faults as error:
        faults = error.faults
    assert faults is None or (faults and all(fault.hint.zh for fault in faults))


@given(name=st.sampled_from(FILES), edits=EDITS)
@example(name="units.yaml", edits=[(0, 0, b"\xef\xbb\xbf")])
@example(name="pack.yaml", edits=[(0, 4000, b"")])
def test_no_mutilation_of_bytes_crashes_the_loader(
    name: str, edits: list[tuple[int, int, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    load_changed(name, mutilated((GOOD / name).read_bytes(), edits), tmp_path_factory.mktemp("pack"))


@given(name=st.sampled_from(FILES), start=st.integers(0, 4000), length=st.integers(0, 30), put=WORDS)
def test_no_mutilation_of_syntax_crashes_the_loader(
    name: str, start: int, length: int, put: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    load_changed(name, mutilated((GOOD / name).read_bytes(), [(start, length, put)]), tmp_path_factory.mktemp("pack"))


@given(data=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    log = Log()
    try:
        compose(data, "any.yaml", log)
    except Refused:
        assert len(log)


@given(name=st.sampled_from(FILES), first=st.integers(0, 200), second=st.integers(0, 200))
def test_no_exchange_of_lines_crashes_the_loader(
    name: str, first: int, second: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = (GOOD / name).read_bytes().split(b"\n")
    first, second = first % len(lines), second % len(lines)
    lines[first], lines[second] = lines[second], lines[first]
    load_changed(name, b"\n".join(lines), tmp_path_factory.mktemp("pack"))
