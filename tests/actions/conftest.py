"""What tests of actions share: a scene for any account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.actions.scene import DEMO, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Callable[..., Scene]:
    """Return what sets the stage for a demo account with changes, or for a visitor (None)."""

    def stage(account: str | None, **changes: Any) -> Scene:
        return Scene(tmp_path, replace(DEMO[account], **changes) if account else None)

    return stage
