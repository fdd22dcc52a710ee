"""Rasa as the desk's engine, over loopback HTTP."""

from desk.adapters.rasa.engine import RasaEngine

__all__ = ["RasaEngine"]
