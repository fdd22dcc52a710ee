"""Loads the part of Rasa we run and leaves TensorFlow on the disk.

Rasa imports every component it ships as soon as one is looked up, TensorFlow with them: six seconds and 300 MB at each
start, for networks that are not in our pipeline. Four of its modules are answered for here, with the components this
project uses. Rasa is pinned to 3.6.21; tests/engine proves that TensorFlow stays out and that the model still serves.
Training imports all of Rasa: its check of the pipeline looks at every component it knows.
"""

from __future__ import annotations

import logging
import os
import sys
import types
import warnings

COMPONENTS = "rasa.engine.recipes.default_components"
UNUSED = {
    "rasa.graph_components.validators.default_recipe_validator": (
        "DefaultV1RecipeValidator",
    ),  # at training only
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}


def install() -> None:
    """Make `import rasa` light and quiet in this process. Call it before anything of Rasa is imported."""
    hush()
    for name, parts in UNUSED.items():
        stand_in = types.ModuleType(name)
        for part in parts:
            setattr(stand_in, part, type(part, (), {}))
        sys.modules[name] = stand_in
    components = types.ModuleType(COMPONENTS)
    components.__getattr__ = _components  # type: ignore[method-assign]
    sys.modules[COMPONENTS] = components


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
