"""DNS: the real one, and a zone file for names that exist in none."""

from desk.adapters.dns.live import LiveResolver
from desk.adapters.dns.zone import ZoneFile

__all__ = ["LiveResolver", "ZoneFile"]
