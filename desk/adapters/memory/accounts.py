"""Accounts in memory."""

from __future__ import annotations

from collections.abc import Iterable

from desk.accounts import Account, UnknownAccount


class MemoryAccounts:
    """Accounts that live as long as the process."""

    def __init__(self, accounts: Iterable[Account] = (), *, demo: bool = False) -> None:
        self._accounts = {account.id: account for account in accounts}
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

    def is_demo(self) -> bool:
        """Return whether there are accounts and every one of them is a demo account."""
        return bool(self._demo) and all(self._demo.values())
