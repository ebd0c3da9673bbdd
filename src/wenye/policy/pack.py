"""A pack loaded from its folder: whole and checked, or refused with every fault it has.

A pack that was checked leaves its nodes in a cache under its hash; the next load makes only what is asked for.
"""

from collections.abc import Mapping
from pathlib import Path

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.policy import cache
from wenye.policy.faults import Log
from wenye.policy.files import digest, gather
from wenye.policy.lazy import assemble, lazy
from wenye.policy.model import Pack

__all__ = ["Pack", "load"]


def load(folder: Path, *, recheck: bool = False) -> Pack:
    """The pack in ``folder``. Raises ``Faults`` with all of them, in order of file and line.

    A pack whose very bytes were checked before by this very program is not checked again, unless ``recheck``.
    """
    log = Log()
    if not folder.is_dir():
        message = Text(f"没有文件夹“{folder}”。", f"There is no folder {folder}.")
        log.add("file.missing", Position(str(folder), 1, 1), message, Text("请检查政策包的路径。", "Check the path of the pack."))
        log.close()
    files = gather(folder, log)
    name = digest(files)
    kept = None if recheck or len(log) else cache.read(name)
    return lazy(kept, name) if kept is not None else _checked(files, name, log)


def _checked(files: Mapping[str, bytes], name: str, log: Log) -> Pack:
    # Imported here: a checked pack needs neither YAML nor the checks, and a decision must start at once.
    from wenye.policy.check_benefits import check_benefits
    from wenye.policy.check_rules import check_rules
    from wenye.policy.checks import check_sections
    from wenye.policy.draft import draft

    made = draft(files, log)
    check_sections(made, log)
    check_benefits(made, log)
    check_rules(made, log)
    log.close()
    assert made.head is not None
    measures = dict(sorted(made.measures.items()))
    benefits = {item.id: item for measure in measures.values() for item in measure.benefits.values()}
    cache.write(name, made.nodes, {number: item.at.file for number, item in measures.items()},
                {item.id: item.measure for item in benefits.values()})
    return assemble(
        made.head, name, units=made.units.items, funds=made.funds.items, entities=made.entities.items,
        facts=made.facts.items, parameters=made.parameters.items, measures=measures, benefits=benefits,
    )  # fmt: skip
