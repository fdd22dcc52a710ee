"""CUSTOMER ACCOUNTS: what the company's billing data says about a customer, and the port that reads it.

Money is decided from these records, never from what a customer typed. An account answers questions about
itself (its date, its month of service, its open bills); it never asks a clock on its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from desk.clock import Clock
from desk.months import month_of, months_between, on_day, shift


class UnknownAccount(LookupError):
    """There is no account of that id."""

    def __init__(self, account_id: str) -> None:
        self.account_id = account_id
        super().__init__(
            f"There is no account called {account_id!r}. Type `plandesk accounts list` to see all."
        )


class AccountsUnavailable(Exception):
    """The billing data cannot be read just now; nothing may be answered from thin air."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The billing data cannot be read: {reason}")


@dataclass(frozen=True)
class MonthUsage:
    """How many messages were sent in a month."""

    month: date
    sent: int


@dataclass(frozen=True)
class OverageBill:
    """What a month's overage was billed at, and what it was cut to when it was."""

    id: str
    month: date
    amount: Decimal
    received: date
    adjusted: Decimal | None = None

    @property
    def paid(self) -> Decimal:
        """Return what was really paid: the adjusted figure when there is one (decision 2)."""
        return self.amount if self.adjusted is None else self.adjusted

    @property
    def is_open(self) -> bool:
        """Return whether the bill can still be asked about: it charges something and was never adjusted."""
        return self.adjusted is None and self.amount > 0


@dataclass(frozen=True)
class Pause:
    """A seasonal hold from a day up to, and not including, another; without an end it still runs."""

    start: date
    until: date | None

    def covers_month(self, month: date) -> bool:
        """Return whether the whole of `month` is paused."""
        return self.start <= month and (self.until is None or shift(month, 1) <= self.until)

    def covers_day(self, day: date) -> bool:
        """Return whether `day` is paused."""
        return self.start <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Account:
    """One customer, as the billing data knows them."""

    id: str
    name: str
    email: str
    domain: str
    plan: int
    overage_allowed: bool
    service_started: date
    billing_day: int
    time_zone: str
    trial_projection: Decimal | None = None
    usage: tuple[MonthUsage, ...] = ()
    overage_bills: tuple[OverageBill, ...] = ()
    paused: tuple[Pause, ...] = ()

    def today(self, clock: Clock) -> date:
        """Return the date it is for this customer."""
        return clock.today(self.time_zone)

    def service_month(self, month: date) -> int:
        """Return which month of service `month` is; the month service started is number 1, the free trial."""
        return months_between(self.service_started, month) + 1

    def next_billing_date(self, today: date) -> date:
        """Return the first billing date after `today`; day 31 means the last day of a shorter month."""
        this_month = on_day(month_of(today), self.billing_day)
        return this_month if this_month > today else on_day(shift(today, 1), self.billing_day)

    def bill(self, bill_id: str) -> OverageBill | None:
        """Return the overage bill called `bill_id`, or None when this account has no such bill."""
        return next((bill for bill in self.overage_bills if bill.id == bill_id), None)

    def bill_of(self, month: date) -> OverageBill | None:
        """Return the overage bill for `month`, or None when there was none."""
        return next((bill for bill in self.overage_bills if bill.month == month), None)

    def open_bills(self) -> tuple[OverageBill, ...]:
        """Return the bills never adjusted, the newest first; the claim window is a rule's to judge."""
        opened = [bill for bill in self.overage_bills if bill.is_open]
        return tuple(sorted(opened, key=lambda bill: (bill.received, bill.month), reverse=True))

    def paid_overages(self) -> tuple[tuple[date, Decimal], ...]:
        """Return each billed month with what was really paid for it, oldest first."""
        return tuple(sorted((bill.month, bill.paid) for bill in self.overage_bills))

    def is_paused_month(self, month: date) -> bool:
        """Return whether the whole of `month` was paused."""
        return any(pause.covers_month(month) for pause in self.paused)

    def sent_in(self, month: date) -> int | None:
        """Return the messages sent in `month`, or None when that is not on file."""
        return next((usage.sent for usage in self.usage if usage.month == month), None)

    def recent_usage(self, months: int = 12) -> tuple[int, ...]:
        """Return the messages sent in each of the last `months` months on file, oldest first."""
        ordered = sorted(self.usage, key=lambda usage: usage.month)
        return tuple(usage.sent for usage in ordered[-months:])


class Accounts(Protocol):
    """Where accounts are read. `AccountsUnavailable` means try again; it never means "no such account"."""

    def get(self, account_id: str) -> Account:
        """Return the account, or raise UnknownAccount or AccountsUnavailable."""
        ...

    def all(self) -> list[Account]:
        """Return every account, by id."""
        ...

    def save(self, accounts: list[Account], *, demo: bool = False) -> None:
        """Insert or update all of `accounts`, or none of them."""
        ...

    def save_demo(self, accounts: list[Account], today: date) -> bool:
        """Put the demo `accounts` of `today` on file; False when they are, or when real accounts are."""
        ...

    def is_demo(self) -> bool:
        """Return whether the demo accounts were loaded and every account on file is one of them."""
        ...
