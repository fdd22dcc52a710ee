"""Loads the part of Rasa we run and leaves TensorFlow on the disk.

Rasa imports every component it ships as soon as one is looked up, TensorFlow with them: six seconds and 300 MB at each
start, for networks that are not in our pipeline; and a client library for every chat service it can speak to. Those
modules are answered for here. A config.yml that names other components of Rasa's gets all of Rasa, as ever.
Rasa is pinned to 3.6.21; tests/engine proves that TensorFlow stays out and that the model still trains and serves.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import types
import warnings
from pathlib import Path

COMPONENTS = "rasa.engine.recipes.default_components"
VALIDATOR = "rasa.graph_components.validators.default_recipe_validator"
OURS = ("FallbackClassifier", "MemoizationPolicy", "RulePolicy")
UNUSED = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
    "rasa.core.channels.botframework": ("BotFrameworkInput",),
    "rasa.core.channels.facebook": ("FacebookInput",),
    "rasa.core.channels.hangouts": ("HangoutsInput",),
    "rasa.core.channels.mattermost": ("MattermostInput",),
    "rasa.core.channels.rocketchat": ("RocketChatInput",),
    "rasa.core.channels.slack": ("SlackInput",),
    "rasa.core.channels.socketio": ("SocketIOInput",),
    "rasa.core.channels.telegram": ("TelegramInput",),
    "rasa.core.channels.twilio": ("TwilioInput",),
    "rasa.core.channels.twilio_voice": ("TwilioVoiceInput",),
    "rasa.core.channels.webexteams": ("WebexTeamsInput",),
}


def install(config: Path) -> None:
    """Make `import rasa` light and quiet in this process. Call it before anything of Rasa is imported."""
    hush()
    if not _is_enough_for(config):
        return
    for name, parts in UNUSED.items():
        sys.modules[name] = stand_in = types.ModuleType(name)
        for part in parts:
            setattr(stand_in, part, type(part, (), {"name": staticmethod(lambda name=name: name)}))
    for name, answer in ((COMPONENTS, _components), (VALIDATOR, _validator)):
        sys.modules[name] = stand_in = types.ModuleType(name)
        stand_in.__getattr__ = answer  # type: ignore[method-assign]


def _is_enough_for(config: Path) -> bool:
    """Return whether config.yml names only our own components and the three of Rasa's we stand in with."""
    try:
        named = re.findall(
            r"^\s*-\s*name:\s*[\"']?([\w.]+)", config.read_text(encoding="utf-8"), re.MULTILINE
        )
    except OSError:
        return True
    return all(name in OURS or name.startswith("plandesk_engine.") for name in named)


def _validator(name: str) -> type:
    """Answer Rasa's check of the pipeline, which imports every component it could warn about, with our own."""
    if name != "DefaultV1RecipeValidator":
        raise AttributeError(name)
    from plandesk_engine.validator import DataValidator

    return DataValidator


def _components(name: str) -> list[type]:
    """Answer `DEFAULT_COMPONENTS` with those our config.yml may name; importing them registers them."""
    if name != "DEFAULT_COMPONENTS":
        raise AttributeError(name)
    from rasa.core.policies.memoization import MemoizationPolicy
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier

    return [FallbackClassifier, MemoizationPolicy, RulePolicy]


def quiet_logs(level: int) -> None:
    """Keep Rasa's own log, which repeats customers' words, to what is at least `level`."""
    import structlog

    logging.getLogger("rasa").setLevel(level)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))


def _unheard(*_: object) -> None:
    """Say nothing."""


def hush() -> None:
    """Turn off telemetry, and warnings about old libraries that nobody here can act on."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.showwarning = _unheard  # a filter would not do: the libraries set their own
