"""The ticket system for those who have none yet: tickets in the desk's own database, numbered T-1, T-2, …"""

from desk.adapters.embedded.tickets import EmbeddedTickets

__all__ = ["EmbeddedTickets"]
