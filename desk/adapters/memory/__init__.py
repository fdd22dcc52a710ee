"""Adapters that keep everything in memory: for tests, and for a desk that may forget."""

from desk.adapters.memory.accounts import MemoryAccounts
from desk.adapters.memory.tickets import MemoryTickets

__all__ = ["MemoryAccounts", "MemoryTickets"]
