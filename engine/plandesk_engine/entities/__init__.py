"""ENTITIES: money, volumes, dates, durations and references as exact values.

`extract` is all there is to call. It needs nothing but the text, the instant and the
account's time zone, never raises for anything a customer types, and reads in linear time.
"""

from .extract import extract

__all__ = ["extract"]
