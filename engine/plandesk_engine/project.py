"""Where the project's files are, seen from the engine: one folder, PLANDESK_ROOT or the checkout this file is in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Project:
    """The files the engine reads and the ones it writes."""

    root: Path

    @classmethod
    def here(cls) -> Project:
        """Return the project to work on."""
        return cls(Path(os.environ.get("PLANDESK_ROOT") or Path(__file__).resolve().parents[2]).resolve())

    @property
    def config(self) -> Path:
        """The pipeline and the policies."""
        return self.root / "config.yml"

    @property
    def domain(self) -> Path:
        """The names of everything."""
        return self.root / "domain.yml"

    @property
    def data(self) -> Path:
        """What the bot understands and says, a folder a conversation."""
        return self.root / "data"

    @property
    def endpoints(self) -> Path:
        """Where the action server and the store are."""
        return self.root / "endpoints.yml"

    @property
    def credentials(self) -> Path:
        """The one channel and its secret."""
        return self.root / "credentials.yml"

    @property
    def model(self) -> Path:
        """The model in use; replaced as a whole by training, watched by the server."""
        return self.root / "models" / "plandesk.tar.gz"

    @property
    def model_inputs(self) -> Path:
        """The hash of what the model in use was trained from."""
        return self.root / "models" / "plandesk.inputs"

    def enter(self) -> None:
        """Make relative paths, such as SQLite's, mean what they mean at the project's top."""
        os.chdir(self.root)
