"""`python -m plandesk_engine.understand IN OUT`: sorts lines of text, without a server and without Rasa.

IN holds one `{"text": ...}` a line, OUT gets one `{"text", "intent", "confidence", "entities", "ranking"}` a line, in the
same order; `-` is standard input or output. Exit 0 done, 1 the model cannot be used, 2 bad input, with its line named.
OUT appears only when it is complete.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from plandesk_engine.project import Project

BATCH = 256
LARGEST_LINE = 1_000_000


class BadLine(ValueError):
    """A line of the input cannot be used."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(
            f'Line {number} {why}. Each line must look like {{"text": "what the customer wrote"}}.'
        )


def main(arguments: list[str]) -> int:
    """Understand a file; return the exit code."""
    if len(arguments) != 2:
        print(
            "Usage: python -m plandesk_engine.understand IN OUT   (- is standard input or output)",
            file=sys.stderr,
        )
        return 2
    source, target = arguments
    try:
        texts = list(_texts(source))
    except (BadLine, OSError, UnicodeDecodeError) as fault:
        print(_words_of(fault, source), file=sys.stderr)
        return 2

    from plandesk_engine import loading
    from plandesk_engine.reader import Reader

    try:
        reader = Reader(Project.here().model)
    except loading.ModelUnusable as fault:
        print(fault, file=sys.stderr)
        return 1
    try:
        _write(target, _understood(reader, texts))
    except OSError as fault:
        print(f"{target} cannot be written: {fault.strerror}.", file=sys.stderr)
        return 2
    return 0


def _texts(source: str) -> Iterator[str]:
    with contextlib.nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _text(line, number)


def _text(line: bytes, number: int) -> str:
    if len(line) > LARGEST_LINE:
        raise BadLine(number, f"is longer than {LARGEST_LINE:,} bytes")
    try:
        stated = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine(number, "is not UTF-8") from None
    except (ValueError, RecursionError):
        raise BadLine(number, "is not JSON") from None
    if not isinstance(stated, dict):
        raise BadLine(number, "is not a JSON object")
    if not isinstance(stated.get("text"), str):
        raise BadLine(number, "has no `text` that is a string")
    return stated["text"]


def _understood(reader: Any, texts: list[str]) -> Iterator[dict[str, Any]]:
    """Yield what each text means, and tell how far it is when somebody watches."""
    watched = sys.stderr.isatty()
    for start in range(0, len(texts), BATCH):
        yield from reader.understand(texts[start : start + BATCH])
        if watched:
            print(
                f"\r{min(start + BATCH, len(texts)):,} of {len(texts):,}", end="", file=sys.stderr, flush=True
            )
    if watched and texts:
        print(file=sys.stderr)


def _write(target: str, results: Iterable[dict[str, Any]]) -> None:
    if target == "-":
        for result in results:
            print(json.dumps(result))
        return
    place = Path(target).resolve()
    with tempfile.NamedTemporaryFile("w", dir=place.parent, encoding="utf-8", delete=False) as file:
        try:
            for result in results:
                file.write(json.dumps(result) + "\n")
            file.flush()
            Path(file.name).replace(place)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    place.chmod(0o644)


def _words_of(fault: Exception, source: str) -> str:
    return f"{source} cannot be read: {fault.strerror}." if isinstance(fault, OSError) else str(fault)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
