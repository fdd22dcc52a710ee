"""Accounts in the desk's own database, imported from a file or loaded for the demo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, exists, insert, select
from sqlalchemy.sql import ColumnElement

from desk.accounts import Account, AccountsUnavailable, MonthUsage, OverageBill, Pause, UnknownAccount
from desk.adapters.sql.database import Database, DatabaseUnusable
from desk.adapters.sql.tables.accounts import accounts, overage_bills, pauses, usage
from desk.adapters.sql.tables.flags import flags

BATCH = 500
DEMO_DAY = "demo accounts of"
CHILDREN = (usage, overage_bills, pauses)


class SqlAccounts:
    """The accounts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, account_id: str) -> Account:
        """Return the account, or raise UnknownAccount or AccountsUnavailable."""
        found = self._read([account_id])
        if not found:
            raise UnknownAccount(account_id)
        return found[0]

    def all(self) -> list[Account]:
        """Return every account, by id."""
        return self._read(None)

    def save(self, new: list[Account], *, demo: bool = False) -> None:
        """Insert or update all of `new`, or none of them; an account is replaced whole."""
        with self._database.write() as connection:
            self.save_within(connection, new, demo=demo)

    def save_within(self, connection: Connection, new: list[Account], *, demo: bool = False) -> None:
        """Do what `save` does, inside a transaction that is already open."""
        for start in range(0, len(new), BATCH):
            _replace(connection, new[start : start + BATCH], demo)

    def save_demo(self, new: list[Account], today: date) -> bool:
        """Put the demo accounts of `today` on file; False when they are, or when real accounts are."""
        with self._database.read() as connection:
            if _demo_stands(connection, today):
                return False
        with self._database.write() as connection:
            if _demo_stands(connection, today):
                return False
            self.save_within(connection, new, demo=True)
            connection.execute(delete(flags).where(flags.c.name == DEMO_DAY))
            connection.execute(insert(flags).values(name=DEMO_DAY, value=today.isoformat()))
        return True

    def is_demo(self) -> bool:
        """Return whether there are accounts and every one of them is a demo account."""
        with self._database.read() as connection:
            return bool(_some(connection, accounts.c.demo)) and not _some(connection, ~accounts.c.demo)

    def _read(self, ids: Sequence[str] | None) -> list[Account]:
        try:
            with self._database.read() as connection:
                return _load(connection, ids)
        except DatabaseUnusable as fault:
            raise AccountsUnavailable(str(fault)) from fault


def _some(connection: Connection, condition: ColumnElement[bool]) -> bool:
    return bool(connection.scalar(select(exists().where(condition))))


def _demo_stands(connection: Connection, today: date) -> bool:
    """Return whether the demo must be left alone: it is of `today`, or real accounts are on file."""
    day = connection.scalar(select(flags.c.value).where(flags.c.name == DEMO_DAY))
    return day == today.isoformat() or _some(connection, ~accounts.c.demo)


def _replace(connection: Connection, new: list[Account], demo: bool) -> None:
    """Put `new` in the place of whatever those ids were before."""
    connection.execute(delete(accounts).where(accounts.c.id.in_([account.id for account in new])))
    connection.execute(insert(accounts), [_account_row(account, demo) for account in new])
    for table, rows in _child_rows(new):
        if rows:
            connection.execute(insert(table), rows)


def _account_row(account: Account, demo: bool) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "domain": account.domain,
        "plan": account.plan,
        "overage_allowed": account.overage_allowed,
        "service_started": account.service_started,
        "billing_day": account.billing_day,
        "time_zone": account.time_zone,
        "trial_projection_cents": account.trial_projection,
        "demo": demo,
    }


def _child_rows(new: list[Account]) -> Iterable[tuple[Table, list[dict[str, Any]]]]:
    yield (
        usage,
        [{"account_id": one.id, "month": item.month, "sent": item.sent} for one in new for item in one.usage],
    )
    yield overage_bills, [_bill_row(one.id, bill) for one in new for bill in one.overage_bills]
    yield (
        pauses,
        [
            {"account_id": one.id, "start": item.start, "until": item.until}
            for one in new
            for item in one.paused
        ],
    )


def _bill_row(account_id: str, bill: OverageBill) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "id": bill.id,
        "month": bill.month,
        "amount_cents": bill.amount,
        "received": bill.received,
        "adjusted_cents": bill.adjusted,
    }


def _load(connection: Connection, ids: Sequence[str] | None) -> list[Account]:
    query = select(accounts).order_by(accounts.c.id)
    if ids is not None:
        query = query.where(accounts.c.id.in_(ids))
    rows = connection.execute(query).all()
    months, bills, holds = (_children(connection, table, ids) for table in CHILDREN)
    return [_account(row, months[row.id], bills[row.id], holds[row.id]) for row in rows]


def _children(connection: Connection, table: Table, ids: Sequence[str] | None) -> dict[str, list[Row[Any]]]:
    query = select(table).order_by(*table.primary_key.columns)
    if ids is not None:
        query = query.where(table.c.account_id.in_(ids))
    grouped: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        grouped[row.account_id].append(row)
    return grouped


def _account(row: Row[Any], months: list[Row[Any]], bills: list[Row[Any]], holds: list[Row[Any]]) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        email=row.email,
        domain=row.domain,
        plan=row.plan,
        overage_allowed=row.overage_allowed,
        service_started=row.service_started,
        billing_day=row.billing_day,
        time_zone=row.time_zone,
        trial_projection=row.trial_projection_cents,
        usage=tuple(MonthUsage(item.month, item.sent) for item in months),
        overage_bills=tuple(
            OverageBill(item.id, item.month, item.amount_cents, item.received, item.adjusted_cents)
            for item in sorted(bills, key=lambda item: (item.month, item.id))
        ),
        paused=tuple(Pause(item.start, item.until) for item in holds),
    )
