"""What can fail in a turn, and how a failure leaves Rasa.

    TurnFailed
    ├── ActionsFailed    an action could not be run, or its answer could not be read
    │   └── ActionsSlow  an action did not answer in time; it may still finish
    ├── StoreFailed      the conversation could not be read or written
    ├── EpisodeLost      the store does not hold what was done in this conversation before
    └── EngineFailed     anything else while the turn was computed

Rasa catches `Exception` around actions and around its store, logs it, and goes on as if the action had said nothing or
the conversation were new. A turn must be whole or not happen, so these derive from BaseException: they pass Rasa's
nets and are caught in one place, `channel.py`, which answers 502 with `part`.
"""

from __future__ import annotations


class TurnFailed(BaseException):
    """A part of the turn failed; nothing of the turn is kept."""

    part = "engine"


class ActionsFailed(TurnFailed):
    """An action could not be run, or its answer could not be read."""

    part = "actions"


class ActionsSlow(ActionsFailed):
    """An action did not answer in time; it may still finish what it began."""

    part = "timeout"


class StoreFailed(TurnFailed):
    """The conversation could not be read or written."""

    part = "store"


class EpisodeLost(TurnFailed):
    """The store does not hold what was done in this conversation before: it was wiped, or is an older one."""

    part = "lost"


class EngineFailed(TurnFailed):
    """Something else failed while the turn was computed."""
