"""Every measurement in one run, and the table that says what came out."""

import os
import platform
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import agreement, import_people, many_cases, match_district, one_case, screening, start
from bench.figures import Figure, Options, Progress

MEASUREMENTS: dict[str, Callable[[Options, Progress], list[Figure]]] = {
    "start": start.figures,
    "case": one_case.figures,
    "population": many_cases.figures,
    "agreement": agreement.figures,
    "import": import_people.figures,
    "match": match_district.figures,
    "screening": screening.figures,
}
"""What is measured, in order; a new measurement is one line here."""

ENGINES = ("polars", "pyarrow", "numpy", "openfisca-core", "zen-engine")


@dataclass(frozen=True, slots=True)
class Report:
    """The figures, and where and when they were taken."""

    taken_at: datetime
    machine: str
    versions: dict[str, str]
    load: float
    figures: Sequence[Figure]

    def as_json(self) -> dict[str, object]:
        taken = self.taken_at.isoformat(timespec="minutes")
        return {"taken_at": taken, "machine": self.machine, "versions": self.versions,
                "load_before": self.load, "figures": [figure.as_json() for figure in self.figures]}  # fmt: skip


def run(options: Options, only: Collection[str], progress: Progress) -> Report:
    """Measures everything, or ``only`` what is named; tells ``progress`` what it is at."""
    load = round(os.getloadavg()[0], 2)
    chosen = [measure for name, measure in MEASUREMENTS.items() if not only or name in only]
    figures = [figure for measure in chosen for figure in measure(options, progress)]
    versions = {"python": platform.python_version(), **{name: version(name) for name in ENGINES}}
    return Report(datetime.now(UTC), _machine(), versions, load, figures)


def _machine() -> str:
    """Processor, cores and memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{_processor()}, {os.cpu_count()} CPU, {memory:.0f} GiB, {platform.system()}"


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


HEAD = ("项目 measured", "Wenye", "单位 unit", "对照 beside", "对照值 theirs", "倍数 ratio", "目标 promised", "")


def rows(report: Report) -> list[list[str]]:
    """The table: one row for each figure."""
    return [[f"{figure.zh} · {figure.en}", _shown(figure.ours), figure.unit, figure.other, _shown(figure.theirs),
             "" if figure.ratio is None else f"{figure.ratio:.2f}×", _promised(figure),
             {True: "✓", False: "✗", None: ""}[figure.met]] for figure in report.figures]  # fmt: skip


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.1f}" if 0 < abs(value) < 100 else f"{value:,.0f}"


def _promised(figure: Figure) -> str:
    most = [] if figure.most is None else [f"≤ {figure.most:,.0f}"]
    least = [] if figure.least_ratio is None else [f"≥ {figure.least_ratio:.2f}×"]
    return "; ".join(most + least)


BEGIN, END = "<!-- ./wenye bench --save: begin -->", "<!-- ./wenye bench --save: end -->"


def save(report: Report, page: Path) -> None:
    """Puts the table between the two marks of ``page``."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{_markdown(report)}\n{END}{after}", encoding="utf-8")


def _markdown(report: Report) -> str:
    versions = "，".join(f"{name} {number}" for name, number in report.versions.items())
    lines = [
        f"{report.taken_at:%Y-%m-%d}，{report.machine}；{versions}；开始时负载 load {report.load}。命令：`./wenye bench --save`。",
        "",
    ]
    lines += [f"| {' | '.join(cells)} |" for cells in (HEAD, ["---"] * len(HEAD), *rows(report))]
    return "\n".join(lines)
