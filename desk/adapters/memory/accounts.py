"""Accounts in memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from desk.accounts import Account, UnknownAccount


class MemoryAccounts:
    """Accounts that live as long as the process."""

    def __init__(self, accounts: Iterable[Account] = (), *, demo: bool = False) -> None:
        self._accounts = {account.id: account for account in accounts}
        self._demo_day: date | None = None
        self._demo = dict.fromkeys(self._accounts, demo)

    def get(self, account_id: str) -> Account:
        """Return the account, or raise UnknownAccount."""
        if account_id not in self._accounts:
            raise UnknownAccount(account_id)
        return self._accounts[account_id]

    def all(self) -> list[Account]:
        """Return every account, by id."""
        return [self._accounts[key] for key in sorted(self._accounts)]

    def save(self, accounts: list[Account], *, demo: bool = False) -> None:
        """Insert or update all of `accounts`."""
        for account in accounts:
            self._accounts[account.id] = account
            self._demo[account.id] = demo

    def save_demo(self, accounts: list[Account], today: date) -> bool:
        """Put the demo `accounts` of `today` on file; False when they are, or when real accounts are."""
        if (self._demo and not self.is_demo()) or self._demo_day == today:
            return False
        self.save(accounts, demo=True)
        self._demo_day = today
        return True

    def is_demo(self) -> bool:
        """Return whether there are accounts and every one of them is a demo account."""
        return bool(self._demo) and all(self._demo.values())
