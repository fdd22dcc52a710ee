"""Rasa as the desk's engine, over loopback HTTP."""

from desk.adapters.rasa.engine import RasaEngine
from desk.adapters.rasa.memory import RasaMemory

__all__ = ["RasaEngine", "RasaMemory"]
