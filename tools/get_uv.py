"""Puts uv from PyPI into .tools/uv, for a machine that has none. Needs nothing but Python's own library.

A virtual environment is tried first, then pip into a folder: some systems ship Python without one or the other.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

PLACE = Path(__file__).resolve().parent.parent / ".tools" / "uv"
UV = PLACE / "bin" / "uv"
NEEDED = (3, 11)


def main() -> int:
    """Install uv; return the exit code."""
    if sys.version_info < NEEDED:
        version = ".".join(map(str, sys.version_info[:2]))
        return _say(
            f"Plandesk needs Python 3.11; `python3` here is {version}. Run `make PYTHON=python3.11 run`."
        )
    print("Fetching uv from PyPI into .tools/uv ...")
    for attempt in (_by_venv, _by_pip):
        fault = attempt()
        if UV.exists():
            return 0
    return _say(
        f"uv could not be fetched: {fault} Install uv yourself (https://docs.astral.sh/uv) or python3-venv, "
        "then run make again."
    )


def _by_venv() -> str:
    try:
        venv.create(PLACE, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        return f"no virtual environment can be made ({fault})."
    return _run([str(PLACE / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])


def _by_pip() -> str:
    fault = _run([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(PLACE), "uv"])
    return fault or "pip put it somewhere else."


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["pip failed."])[-1]


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
