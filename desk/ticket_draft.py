"""A request written as a ticket, and what to look at when the ticket is read back."""

from __future__ import annotations

from typing import Any

from desk.requests import Request
from desk.tickets import Ticket, TicketDraft

NO_ADDRESS = "anonymous@plandesk.invalid"


def draft_for(request: Request) -> TicketDraft:
    """Return the ticket that asks the team for what the customer asked."""
    return TicketDraft(
        key=request.key,
        subject=f"[{request.ref}] {request.subject}",
        body=_body(request),
        requester_email=request.email or NO_ADDRESS,
        requester_name=request.account_name or "Anonymous visitor",
        priority=request.priority,
        fields=_fields(request),
    )


def difference(sent: TicketDraft, kept: Ticket) -> str | None:
    """Return, in words, what the system kept differently from what was sent; None when it kept everything.

    Systems answer "created" and drop a field without a word: only reading back shows it.
    """
    compared: list[tuple[str, Any, Any]] = [
        ("key", sent.key, kept.key),
        ("subject", sent.subject, kept.subject),
        ("requester", sent.requester_email.casefold(), kept.requester_email.casefold()),
        ("priority", sent.priority, kept.priority),
        *((name, value, kept.fields.get(name)) for name, value in sent.fields.items()),
    ]
    changed = [
        f"{name} is {found!r} instead of {wanted!r}" for name, wanted, found in compared if found != wanted
    ]
    if not changed:
        return None
    return f"Ticket {kept.ref.number} was opened, but the system changed it: {'; '.join(changed)}."


def _fields(request: Request) -> dict[str, str]:
    known = {
        "reference": request.ref,
        "kind": request.kind,
        "account": request.account_id or "",
        "conversation": request.conversation,
        "about": request.about,
    }
    return {name: value for name, value in (request.fields | known).items() if value}


def _body(request: Request) -> str:
    """Return the words of the request, its figures, and the quote with its working."""
    parts = [request.body.strip()]
    if request.fields:
        parts.append("\n".join(f"{name}: {value}" for name, value in request.fields.items()))
    if request.quote:
        parts.append(_quote(request.quote))
    parts.append(f"Reference: {request.ref}")
    return "\n\n".join(part for part in parts if part)


def _quote(quote: dict[str, Any]) -> str:
    currency = quote.get("currency") or ""
    lines = [f"Quote ({quote.get('rule')}, {quote.get('policy')}): {quote.get('decision')}"]
    lines += [f"  {line.get('label')}: {line.get('amount')}" for line in quote.get("lines") or ()]
    if quote.get("amount") is not None:
        lines.append(f"  = {quote['amount']} {currency}".rstrip())
    lines += [str(quote["reason"])] if quote.get("reason") else []
    lines += [f"Last day to claim: {quote['deadline']}"] if quote.get("deadline") else []
    return "\n".join(lines)
