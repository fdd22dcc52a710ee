"""`plandesk understand`: sorts a file of lines into intents, without a server."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from cli.engine import run_engine


@click.command()
@click.argument("file", metavar="FILE.jsonl")
@click.option("--out", metavar="FILE", default="-", help="Where the results go; standard output if left out.")
def understand(file: str, out: str) -> int:
    """Sort lines of text into intents, without a server.

    FILE.jsonl holds one {"text": "..."} a line (- is standard input). One line comes out for each, in the same order:
    {"text", "intent", "confidence", "entities", "ranking"}.

    \b
    Example:
      echo '{"text": "we need 60k a month"}' | plandesk understand -
      plandesk understand messages.jsonl --out understood.jsonl
    """
    if out != "-":
        return run_engine("plandesk_engine.understand", file, out)
    with tempfile.TemporaryDirectory() as scratch:
        result = Path(scratch, "understood.jsonl")
        code = run_engine("plandesk_engine.understand", file, str(result))
        if code == 0:
            sys.stdout.write(result.read_text(encoding="utf-8"))
        return code
