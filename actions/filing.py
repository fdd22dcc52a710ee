"""Filing a request: once, with its reference said at once, or said plainly that it was not filed."""

from __future__ import annotations

from typing import Any, ClassVar

from actions import words
from actions.base import CloseAction, Event, cleared
from actions.talk import Talk
from billing_rules import Answer
from desk.requests import Filed, NewRequest, Request


def receipt(request: Filed | Request) -> dict[str, Any]:
    """Return a request as the customer's receipt shows it."""
    return {"ref": request.ref, "number": request.ticket_number, "status": request.status_words}


def subject_of(request: Request) -> str:
    """Return what a request is about, without the account's name: its owner knows that."""
    return request.subject.removeprefix(f"{request.account_name}: ")


def same_on_file(talk: Talk, kind: str, **fields: str) -> Request | None:
    """Return the account's open request of this kind with these very fields, or None."""
    return next(
        (
            request
            for request in talk.desk.requests.for_account(talk.account.id)
            if request.kind == kind
            and request.status != "done"
            and all(request.fields.get(name) == value for name, value in fields.items())
        ),
        None,
    )


def say_on_file(talk: Talk, request: Request) -> None:
    """Say that the same is with the team already, and with which reference."""
    talk.say("utter_on_file", ticket=receipt(request), reference=request.ref, subject=subject_of(request))


def compose(
    talk: Talk,
    kind: Any,
    *,
    about: str,
    subject: str,
    said: str,
    fields: dict[str, str],
    quote: Answer | None = None,
    priority: Any = "normal",
) -> NewRequest:
    """Return the request for the account that is speaking; `about` is what makes it the same one again.

    A figure the customer stated that differs from the account is a line of its own, never a figure of ours.
    An open request of the same kind is named, so that the team sees which one came later.
    """
    account = talk.account
    if account is None:
        raise RuntimeError(f"A {kind} request was about to be filed for a visitor.")
    lines = [said, ""]
    if earlier := _earlier(talk, kind, about):
        fields = {**fields, "earlier_request": earlier.ref}
    lines += [f"{name.replace('_', ' ').capitalize()}: {value}" for name, value in fields.items()]
    if quote is not None:
        lines += ["", *[f"{line.label}: {line.amount}" for line in quote.lines]]
        if quote.clauses:
            lines.append(f"Rules {', '.join(quote.clauses)} of {quote.policy}")
    stated = talk.turn.slots.get("stated")
    if stated:
        fields = {**fields, "stated_by_customer": stated}
        lines += ["", f"The customer stated: {stated}. The figures above are the account's."]
    return NewRequest(
        kind=kind,
        account_id=account.id,
        account_name=account.name,
        email=account.email,
        conversation=talk.turn.conversation,
        about=about,
        subject=words.shortened(subject, 120),
        body="\n".join(lines).strip(),
        fields=fields,
        quote=quote.to_json() if quote is not None else None,
        priority=priority,
    )


def _earlier(talk: Talk, kind: str, about: str) -> Request | None:
    """Return the newest open request for the same change, one that this one may replace."""
    if kind not in ("upgrade_plan", "downgrade_plan", "pause_plan", "cancel_plan"):
        return None
    found = same_on_file(talk, kind)
    return found if found is not None and found.about != about else None


def episode(talk: Talk, *details: object) -> str:
    """Return what identifies a request without a bill: its conversation, episode and what exactly is wanted."""
    return "#".join([talk.turn.conversation, str(talk.turn.episode), *(str(detail) for detail in details)])


class FileAction(CloseAction):
    """Ends a form: files what was confirmed, or says that nothing was filed. Checks its own facts."""

    filed: ClassVar[str]
    declined: ClassVar[str] = "utter_nothing_filed"

    def request(self, talk: Talk) -> NewRequest:
        """Return the request as it stands now, figures re-read."""
        raise NotImplementedError

    def words(self, new: NewRequest) -> str:
        """Return the response that tells of the request just filed."""
        return self.filed

    def answer(self, talk: Talk) -> list[Event]:
        """File, decline, or stay silent when the form has already said all there was to say."""
        confirmed = talk.turn.slots.get("confirmed")
        if confirmed is True and talk.account is not None:
            new = self.request(talk)
            filed = talk.desk.requests.file(new)
            response = self.words(new) if filed.created else "utter_filed_before"
            talk.say(response, ticket=receipt(filed), reference=filed.ref, email=talk.account.email)
            if filed.created and (earlier := new.fields.get("earlier_request")):
                talk.say("utter_earlier_request", earlier=earlier, reference=filed.ref)
        elif confirmed is False:
            talk.say(self.declined)
        else:
            return super().answer(talk)
        return [*cleared(), *self.go_on(talk)]
