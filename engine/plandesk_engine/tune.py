"""`python -m plandesk_engine.tune`: an encoder tuned to the project's examples, and the model that uses it.

First a model with what is ready, so that broken data is named before minutes are spent; then the tuning, unless it was
done for these very examples; then the model again, with the tuned encoder. With `--background` it takes the lowest
priority, and says only when it begins and ends. Exit as `train`; 130 when told to stop.
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from plandesk_engine import examples, train, tuned, weights
from plandesk_engine.project import Project

if TYPE_CHECKING:
    from plandesk_engine.tuning import Progress

OPTIONS = ("--background", "--force")
TELL_EVERY = 10.0  # seconds


_stopped = threading.Event()


class AlreadyTuning(RuntimeError):
    """Another process tunes at this moment."""

    def __init__(self) -> None:
        super().__init__("The encoder is being tuned by another process. Wait until that has ended.")


def main(arguments: list[str]) -> int:
    """Tune if needed, and train; return the exit code."""
    unknown = [one for one in arguments if one not in OPTIONS]
    if unknown:
        usage = "Usage: python -m plandesk_engine.tune [--force] [--background]"
        print(f"Unknown option {unknown[0]!r}. {usage}", file=sys.stderr)
        return 2
    background = "--background" in arguments
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    project = Project.here()
    project.enter()
    if background:
        _step_back()
    try:
        with _alone():
            return _tuned(project, "--force" in arguments, background)
    except AlreadyTuning as fault:
        print(fault, file=sys.stderr)
        return 0 if background else 1
    except (Exception, KeyboardInterrupt) as fault:
        if _stopped.is_set():
            return 130
        told = " ".join(str(fault).split()) or type(fault).__name__
        print(
            f"The encoder could not be tuned: {told}. The model in use was left as it was.", file=sys.stderr
        )
        return 1


def _tuned(project: Project, forced: bool, background: bool) -> int:
    learnt = examples.read(project.data)
    wanted = tuned.key(learnt)
    new = tuned.find(wanted) is None
    if new:
        code = _trained(quietly=True)
        if code:
            return code
        _tell(_BEGINS_BEHIND if background else _BEGINS, len(learnt))
        from plandesk_engine.tuning import tune

        tuned.keep(wanted, tune(learnt, _Teller(silent=background)))
    code = _trained(*(["--force"] if forced else []), quietly=background)
    if new and background and not code:
        _tell("Tuned. The engine takes the new model over by itself.")
    return code


_BEGINS = "Tuning the encoder to {:,} examples; this takes minutes."
_BEGINS_BEHIND = (
    "Tuning the encoder to {:,} examples, for some minutes at the lowest priority. TUNE=0 switches it off."
)


def _tell(words: str, *figures: int) -> None:
    print(words.format(*figures), file=sys.stderr, flush=True)


def _trained(*options: str, quietly: bool) -> int:
    """Train as the command does; quietly, only a fault is told."""
    with contextlib.redirect_stdout(io.StringIO()) if quietly else contextlib.nullcontext():
        return train.main(list(options))


def _step_back() -> None:
    """Leave the machine to whoever needs it."""
    os.nice(19)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the one place there is for tuning; the system gives it back when the process ends, however it ends."""
    weights.cache_folder().mkdir(parents=True, exist_ok=True)
    with (weights.cache_folder() / "tuning.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyTuning from None
        yield


class _Teller:
    """Says how far it is, every few seconds unless it is silent; ends what it watches when that was asked for."""

    def __init__(self, silent: bool) -> None:
        self._next = float("inf") if silent else 0.0

    def __call__(self, now: Progress) -> None:
        if _stopped.is_set():
            raise KeyboardInterrupt
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + TELL_EVERY
        _tell(f"Step {now.step} of {now.steps}, loss {now.loss:.2f}, {now.seconds_left / 60:.1f} min left.")


def _stop(*_: object) -> None:
    """End what runs; a library that catches this while it is imported is overruled at the next step."""
    _stopped.set()
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
