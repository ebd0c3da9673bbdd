"""Every engine of the speed table decides the same, or differs for a cause that is counted."""

import pytest

from bench.figures import Figure, Options

pytest.importorskip("openfisca_core", reason="installed for ./wenye bench and for the whole test run")
pytest.importorskip("zen", reason="installed for ./wenye bench and for the whole test run")


@pytest.fixture(scope="module")
def counted() -> dict[str, Figure]:
    from bench import agreement

    return {figure.id: figure for figure in agreement.figures(Options(quick=True), lambda step: None)}


@pytest.mark.parametrize("engine", ["case", "zen", "openfisca"])
def test_no_difference_is_without_a_cause(counted: dict[str, Figure], engine: str) -> None:
    assert counted[f"differences-{engine}"].ours == 0


def test_openfisca_decides_what_is_unknown_and_grants_some_of_it(counted: dict[str, Figure]) -> None:
    assert 0 < counted["openfisca-granted"].ours < counted["openfisca-decided"].ours


def test_openfisca_has_no_exact_fen(counted: dict[str, Figure]) -> None:
    assert counted["openfisca-fen"].ours > 0


def test_its_two_calendars_agree() -> None:
    import numpy as np

    from bench.openfisca_formulas import Calendar, LookUps

    days = np.arange(np.datetime64("1999-12-01"), np.datetime64("2024-03-31"))
    for months in (6, 12, 36):
        assert (Calendar().plus_months(days, months) == LookUps().plus_months(days, months)).all()
    same = Calendar().year(days).astype(int) == LookUps().year(days)
    assert same.all()
