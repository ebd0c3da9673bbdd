"""The measurements of registers run, over a small district."""

import pytest

from bench import district
from bench.figures import Options

pytest.importorskip("openfisca_core", reason="installed for ./wenye bench and for the whole test run")

from bench import import_people, match_district, run, screening


@pytest.mark.slow
def test_import_match_and_screening_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(district, "FEW", 300)
    monkeypatch.setattr(screening, "SMALL_SAMPLE", 10)
    said: list[str] = []
    options = Options(quick=True)
    figures = {
        figure.id: figure
        for measure in (import_people, match_district, screening)
        for figure in measure.figures(options, said.append)
    }
    assert figures["screening-person"].met
    assert figures["screening-person-open"].ours == figures["screening-firm-open"].ours == 0
    assert all(figure.ours > 0 for name, figure in figures.items() if not name.endswith("-open"))
    assert len(said) > 5


def test_each_measurement_has_a_name_by_which_it_can_be_taken_alone() -> None:
    assert {"start", "case", "population", "agreement", "import", "match", "screening"} == set(run.MEASUREMENTS)
