"""INPUTS: what every error about the facts of a quote has in common."""

from __future__ import annotations


class InputError(ValueError):
    """The facts given cannot be quoted; the message is a plain sentence for whoever gave them."""
