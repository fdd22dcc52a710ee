"""Every table of the desk: one small module per subject, all on the one MetaData.

To add a table: a module here, imported below, and the next number under migrations/versions/.
"""

from desk.adapters.sql.tables import (
    accounts,
    agents,
    conversations,
    flags,
    handoffs,
    outbox,
    requests,
    tickets,
)

__all__ = ["accounts", "agents", "conversations", "flags", "handoffs", "outbox", "requests", "tickets"]
