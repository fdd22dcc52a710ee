"""`plandesk train`: a new model when its inputs changed; the old one stays unless the new one is good."""

from __future__ import annotations

import click

from cli.engine import run_engine


@click.command()
@click.option("--force", is_flag=True, help="Train even if nothing changed.")
@click.option("--quick", is_flag=True, help="Do not tune the encoder to new examples; under a minute.")
def train(force: bool, quick: bool) -> int:
    """Train the model if its inputs changed.

    Looks at config.yml, domain.yml, data/, the engine's components and the encoder's weights. A model is put in place
    only when it is good; on broken data the faults are named and the old model stays (exit 1).

    The sentence encoder is taught your examples first, which takes two minutes or three and lowers misunderstandings.
    It is done once for the same examples; --quick leaves it out where it was not done, and `plandesk serve` catches up.

    \b
    Example:
      plandesk train
      plandesk train --quick
    """
    return run_engine(
        "plandesk_engine.train" if quick else "plandesk_engine.tune", *(["--force"] if force else [])
    )
