"""``python -m wenye.cli VERB``."""

import os
import sys


def streams() -> None:
    """A closed stream swallows what is written to it, so that nothing lands elsewhere; answers leave as UTF-8.

    A terminal keeps its own encoding and shows a mark for what it cannot.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif name != "stdin" and stream.isatty():
            stream.reconfigure(errors="replace")
        elif name != "stdin":  # a file name that is no text leaves as it came, or is spelled out in a message
            stream.reconfigure(encoding="utf-8", errors="surrogateescape" if name == "stdout" else "backslashreplace")


def main() -> int:
    """Runs the verb of the command line; the exit code."""
    deaf = sys.stdout is None
    streams()
    from wenye.cli import complain, main

    if deaf:
        return complain("标准输出是关闭的，答案无处可写。 / stdout is closed, there is nowhere to write the answer to.")
    return main(sys.argv[1:])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\n已中断。 / Interrupted.", file=sys.stderr)
        sys.exit(130)
