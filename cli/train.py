"""`plandesk train`: a new model when its inputs changed; the old one stays unless the new one is good."""

from __future__ import annotations

import click

from cli.engine import run_engine


@click.command()
@click.option("--force", is_flag=True, help="Train even if nothing changed.")
@click.option("--tune", is_flag=True, help="Tune the encoder to the examples first; takes minutes.")
def train(force: bool, tune: bool) -> int:
    """Train the model if its inputs changed.

    Looks at config.yml, domain.yml, data/, the engine's components and the encoder's weights. A model is put in place
    only when it is good; on broken data the faults are named and the old model stays (exit 1).

    With --tune the sentence encoder is taught your examples first, which takes minutes and lowers misunderstandings.
    It is done once for the same examples; from then on a plain `plandesk train` uses it too.

    \b
    Example:
      plandesk train
      plandesk train --tune
    """
    return run_engine(
        "plandesk_engine.tune" if tune else "plandesk_engine.train", *(["--force"] if force else [])
    )
