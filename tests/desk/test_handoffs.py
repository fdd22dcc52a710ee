"""The agents' side of a conversation, on every database: one owner, one order, nothing lost and nothing twice."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from actions.choosing import ACTION_OF, TOPICS
from actions.turn import REQUEST_SLOTS as TOLD_SLOTS
from desk import handoff_step
from desk.adapters.rasa.memory import REQUEST_OF_FORM, REQUEST_SLOTS
from desk.adapters.sql.requests import SqlRequests
from desk.conversations import ChoiceStale, Draft, MessageTooLong
from desk.handoff import AlreadyTaken, NotYours
from desk.handoffs import NothingToApprove, UnknownConversation
from desk.phrases import Phrases
from tests.desk.conversation_fixtures import ASKING, answered, begun, choice_ids, harbor, said, store
from tests.desk.desk_fixtures import new_request
from tests.desk.handoff_fixtures import JON, MIRA, PHONE, handoffs_of

__all__ = ["harbor", "store"]


def ask_for_a_person(store, conversation, words="a person please"):
    """Have the customer ask for a person, and the bot's turn end in it."""
    said(store, conversation, words)
    return store.answer(store.take(conversation.id), [], None, "asked")


def texts(store, conversation):
    """Return the texts of a conversation, in order."""
    return [message.text for message in store.history(conversation.id)]


@pytest.fixture
def waiting(store, harbor, handoffs):
    """Harbor waits, and Mira is online."""
    handoffs.online(MIRA)
    ask_for_a_person(store, harbor)
    return harbor


def test_the_wait_begins_with_words_that_are_true(store, harbor, handoffs):
    """With an agent there the customer is told so, and can leave a message or go back."""
    handoffs.online(MIRA)
    written = ask_for_a_person(store, harbor)
    assert "someone is here now" in written[-1].text
    assert [choice.title for choice in written[-1].choices] == [
        "Leave a message instead",
        "Go on with the automatic desk",
    ]
    assert store.replies(harbor.id, 2) == written


def test_nothing_is_promised_once_the_last_agent_has_left(store, harbor, handoffs):
    """The bot was told that someone is there, and it is no longer so when its turn is written."""
    handoffs.online(MIRA)
    said(store, harbor, "a person please")
    turn = store.take(harbor.id)
    handoffs.away("mira")
    written = store.answer(turn, [], None, "asked")
    assert "Nobody from our team is here just now" in written[-1].text
    assert handoffs.queue() == []


def test_an_agent_counts_as_there_for_a_minute(handoffs, clock):
    """Whoever closes the lid of a laptop is not waited for."""
    handoffs.online(MIRA)
    clock.wind(seconds=59)
    assert handoffs.anyone_online()
    clock.wind(seconds=1)
    assert handoffs.agents_online() == []


def test_an_open_console_keeps_its_agent_there_and_brings_nobody_back(handoffs, clock):
    """Said again in time it counts for another minute; whoever went away stays away."""
    handoffs.online(MIRA)
    clock.wind(seconds=59)
    handoffs.keep_online("mira")
    clock.wind(seconds=59)
    assert handoffs.agents_online() == [MIRA]
    handoffs.away("mira")
    handoffs.keep_online("mira")
    assert handoffs.agents_online() == []


def test_what_a_waiting_customer_says_is_kept_and_answered_by_nobody(store, waiting):
    """The bot gets no turn, and the agent finds the message."""
    seq = said(store, waiting, "are you there?")
    assert store.is_answered(waiting.id, seq)
    assert store.replies(waiting.id, seq) == []
    assert store.take(waiting.id) is None
    assert store.unanswered() == []


def test_the_queue_shows_who_waits_and_why(store, waiting, handoffs, clock):
    """With the last line and how many are unread; the one who waits longest comes first."""
    clock.wind(seconds=30)
    other = begun(store, None)
    ask_for_a_person(store, other, "human!")
    said(store, waiting, "hello?")
    first, second = handoffs.queue()
    assert (first.conversation, first.reason, first.priority, first.verified) == (
        waiting.id,
        "asked",
        "normal",
        True,
    )
    assert (first.last_line, first.unread, first.account_name) == ("hello?", 1, "Harbor Books")
    assert (second.conversation, second.verified, second.unread) == (other.id, False, 0)


def test_of_two_agents_at_once_one_wins(waiting, handoffs):
    """Eight accept at the same instant: one has it, the others are told who."""
    start = threading.Barrier(8)
    agents = [type(MIRA)(f"a{number}", f"Agent {number}") for number in range(8)]

    def accept(agent):
        start.wait()
        try:
            return handoffs.accept(waiting.id, agent, "x").agent
        except AlreadyTaken as taken:
            return taken.by

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(accept, agents))) == 1
    assert len([line for line in handoffs.card(waiting.id).audit if line.code == "accepted"]) == 1


def test_both_sides_read_the_same_order(store, waiting, handoffs):
    """One log: the agent's words are the agent's own, under the agent's name."""
    handoffs.accept(waiting.id, MIRA, "a")
    said(store, waiting, "hello")
    message = handoffs.reply(waiting.id, MIRA, "Hello, I am Mira.", "r1")
    assert (message.sender, message.author) == ("agent", "Mira")
    assert [m.seq for m in handoffs.card(waiting.id).messages] == [m.seq for m in store.history(waiting.id)]
    assert texts(store, waiting)[-3:] == [
        "Mira from our team is here now and can see this conversation.",
        "hello",
        "Hello, I am Mira.",
    ]


def test_the_same_reply_is_written_once(store, waiting, handoffs):
    """Sent again after a lost answer, from any tab."""
    first = handoffs.reply(waiting.id, MIRA, "Good day.", "same")
    assert handoffs.reply(waiting.id, MIRA, "Good day.", "same") == first
    assert texts(store, waiting).count("Good day.") == 1


def test_a_reply_takes_a_conversation_from_the_bot(store, harbor, handoffs):
    """A turn that is under way is dropped, and what it was asked is the agent's to answer."""
    seq = said(store, harbor, "what is overage?")
    turn = store.take(harbor.id)
    handoffs.reply(harbor.id, MIRA, "Let me answer that.", "r1")
    assert store.answer(turn, [Draft("The bot's late answer.")]) == []
    assert store.is_answered(harbor.id, seq)
    assert "The bot's late answer." not in texts(store, harbor)


def test_another_agent_cannot_write_into_it(waiting, handoffs):
    """Nor return, pass on or close it; each refusal names who has it."""
    handoffs.accept(waiting.id, MIRA, "a")
    with pytest.raises(AlreadyTaken, match="Mira has this conversation"):
        handoffs.reply(waiting.id, JON, "Hi.", "r")
    for refused in (handoffs.give_back, handoffs.resolve):
        with pytest.raises(NotYours, match="Mira has this conversation"):
            refused(waiting.id, JON)


def test_passed_on_it_is_the_other_agents(waiting, handoffs):
    """The first one may no longer write."""
    handoffs.accept(waiting.id, MIRA, "a")
    assert handoffs.transfer(waiting.id, MIRA, JON).agent == JON
    with pytest.raises(AlreadyTaken):
        handoffs.reply(waiting.id, MIRA, "Wait.", "r")


def test_given_back_the_bot_answers_in_a_new_episode(store, waiting, handoffs):
    """After the agent's last line; pressing return twice says it once."""
    handoffs.accept(waiting.id, MIRA, "a")
    handoffs.give_back(waiting.id, MIRA, "The desk can file that for you now.")
    handoffs.give_back(waiting.id, MIRA, "The desk can file that for you now.")
    assert texts(store, waiting).count("The desk can file that for you now.") == 1
    said(store, waiting, "file it")
    turn = store.take(waiting.id)
    assert (turn.conversation.state, turn.conversation.episode) == ("bot", waiting.episode + 1)
    assert store.answer(turn, [Draft("Here I am.")])[0].text == "Here I am."


def test_after_a_resolved_conversation_the_bot_begins_afresh(store, waiting, handoffs):
    """The customer's next message opens it again."""
    handoffs.accept(waiting.id, MIRA, "a")
    assert handoffs.resolve(waiting.id, MIRA).state == "closed"
    said(store, waiting, "one more thing")
    turn = store.take(waiting.id)
    assert (turn.conversation.state, turn.conversation.episode) == ("bot", waiting.episode + 1)


def test_the_wait_ends_in_a_request_with_the_conversation(store, waiting, handoffs, database, clock):
    """Place after two minutes, a choice after five, a reference after ten; a restart in between loses nothing."""
    for minutes, words in (
        (2, "number 1 of 1"),
        (3, "keep waiting, or leave a message"),
        (5, "I filed it as PD-1001"),
    ):
        clock.wind(minutes=minutes)
        handoffs.online(MIRA)
        assert handoffs_of(database, clock).sweep() == 1
        assert words in texts(store, waiting)[-1]
        assert handoffs.sweep() == 0
    request = SqlRequests(database, clock).for_team("PD-1001")
    assert (request.kind, request.account_id) == ("talk_to_human", "harbor")
    assert "Customer: a person please" in request.body
    assert store.history(waiting.id)[-1].ticket["ref"] == "PD-1001"
    assert handoffs.queue() == []


def test_no_agent_left_ends_the_wait_at_once(store, waiting, handoffs):
    """Nobody waits for nobody."""
    handoffs.away("mira")
    assert handoffs.sweep() == 1
    assert "I filed it as PD-1001" in texts(store, waiting)[-1]


def test_a_visitors_wait_ends_with_the_phone_number(store, handoffs):
    """There is nobody to write to, so nothing is filed."""
    visitor = begun(store, None)
    handoffs.online(MIRA)
    ask_for_a_person(store, visitor)
    handoffs.away("mira")
    handoffs.sweep()
    assert "(855) 709-4099" in texts(store, visitor)[-1]
    assert handoffs.card(visitor.id).owner.state == "bot"


@pytest.mark.parametrize(
    ("title", "words", "state"),
    [
        ("Leave a message instead", "Filed as PD-1001", "ticketed"),
        ("Go on with the automatic desk", "just the two of us again", "bot"),
    ],
)
def test_the_buttons_of_the_wait_do_what_they_say(store, waiting, handoffs, title, words, state):
    """Also after the customer wrote more; a second press from another tab is refused and files nothing more."""
    said(store, waiting, "hello?")
    button = choice_ids(store, waiting)[title]
    seq = store.receive(waiting.id, "p1", None, button).seq
    assert words in store.replies(waiting.id, seq)[0].text
    assert handoffs.card(waiting.id).owner.state == state
    with pytest.raises(ChoiceStale):
        store.receive(waiting.id, "p2", None, button)
    assert store.receive(waiting.id, "p1", None, button).seq == seq


def test_a_button_of_the_wait_does_nothing_once_a_person_is_there(store, waiting, handoffs):
    """The press came too late, and is not kept either."""
    button = choice_ids(store, waiting)["Leave a message instead"]
    handoffs.accept(waiting.id, MIRA, "a")
    with pytest.raises(ChoiceStale):
        store.receive(waiting.id, "p1", None, button)
    assert handoffs.card(waiting.id).tickets == ()


def test_a_silent_agents_customer_comes_first_in_the_queue(store, waiting, handoffs, clock):
    """After ten minutes, before those who wait for other reasons."""
    handoffs.accept(waiting.id, MIRA, "a")
    clock.wind(minutes=10)
    handoffs.online(JON)
    ask_for_a_person(store, begun(store, "pixel"))
    handoffs.sweep()
    assert [(one.conversation == waiting.id, one.priority) for one in handoffs.queue()] == [
        (True, "urgent"),
        (False, "normal"),
    ]


def test_a_silent_customers_conversation_is_closed_with_its_transcript(
    store, waiting, handoffs, database, clock
):
    """Half an hour after the agent's last word; the open ticket gets the conversation as a note, once."""
    ref = SqlRequests(database, clock).file(new_request(conversation=waiting.id)).ref
    handoffs.reply(waiting.id, MIRA, "Anything else?", "r")
    clock.wind(minutes=30)
    assert handoffs.sweep() == 1
    assert handoffs.sweep() == 0
    assert handoffs.card(waiting.id).owner.state == "closed"
    notes = [row for row in handoffs._ownership.outbox.rows(everything=True, ref=ref) if row.step == "note"]
    assert len(notes) == 1


def test_a_note_is_nobodys_but_the_teams(store, waiting, handoffs):
    """Kept once for one id, and never among the messages."""
    kept = handoffs.note(waiting.id, MIRA, "Be patient with him.", "n1")
    assert handoffs.note(waiting.id, MIRA, "Be patient with him.", "n1") == kept
    assert handoffs.card(waiting.id).notes == (kept,)
    assert "Be patient with him." not in texts(store, waiting)


def test_the_card_holds_what_the_customer_saw(store, harbor, handoffs):
    """The last quote as it was shown, and every message."""
    quote = {"amount": "25.00", "lines": []}
    said(store, harbor, "claim")
    answered(store, harbor, Draft("It comes to 25.00.", quote=quote))
    said(store, harbor, "ok")
    answered(store, harbor, ASKING)
    card = handoffs.card(harbor.id)
    assert (card.quote, len(card.messages), card.owner.state) == (quote, 5, "bot")


def test_an_adjustment_is_approved_once_by_name(waiting, handoffs, database, clock):
    """The first approval stands, with its name and time; what is no claim cannot be approved."""
    requests = SqlRequests(database, clock)
    ref = requests.file(new_request()).ref
    line = handoffs.approve(waiting.id, MIRA, ref)
    clock.wind(minutes=1)
    assert handoffs.approve(waiting.id, JON, ref) == line
    assert (line.at, line.detail) == (clock.now() - timedelta(minutes=1), f"{ref} by Mira")
    other = requests.file(new_request(kind="pause_plan", about="x")).ref
    foreign = requests.file(new_request(account_id="pixel", about="y")).ref
    for refused in (other, foreign, "PD-9999", "nonsense"):
        with pytest.raises(NothingToApprove):
            handoffs.approve(waiting.id, MIRA, refused)


def test_a_request_filed_from_the_card_is_filed_once(waiting, handoffs):
    """By two agents or two presses."""
    first = handoffs.file(waiting.id, MIRA, "billing_dispute", "Wrong charge", "Please look.")
    again = handoffs.file(waiting.id, JON, "billing_dispute", "Wrong charge", "Please look.")
    assert (first.created, again.created, again.ref) == (True, False, first.ref)


def test_every_change_is_announced(store, waiting, handoffs):
    """What changed a conversation names it; who came and went names none."""
    heard = []
    handoffs.listen(heard.append)
    handoffs.online(JON)
    handoffs.online(JON)
    handoffs.accept(waiting.id, MIRA, "a")
    handoffs.accept(waiting.id, MIRA, "a")
    handoffs.reply(waiting.id, MIRA, "Hello.", "r")
    assert heard == [None, waiting.id, waiting.id]


def test_what_is_not_there_is_said(handoffs, waiting):
    """A conversation there is none of, and words that are too many."""
    for refused in (lambda: handoffs.accept("c-0", MIRA, "a"), lambda: handoffs.card("c-0")):
        with pytest.raises(UnknownConversation):
            refused()
    with pytest.raises(MessageTooLong):
        handoffs.reply(waiting.id, MIRA, "x" * 2001, "r")


def test_a_secret_typed_to_a_person_is_taken_out_and_said_so(store, waiting):
    """As it is with the bot: the customer is told at once, the agent never sees it."""
    seq = store.receive(waiting.id, "m1", "my card is [card number]", None, ("card number",)).seq
    assert "looks like a card number" in store.replies(waiting.id, seq)[0].text


def test_every_word_of_the_wait_can_be_said():
    """For each step there is a phrase, for a visitor too where it differs, and its values are filled."""
    values = {"position": 1, "waiting": 2, "agent": "Mira", "email": "a@b.example", "ref": "PD-1001"}
    phrases = Phrases(PHONE)
    said = set(re.findall(r'"(handoff_[a-z_]+)"', Path(handoff_step.__file__).read_text(encoding="utf-8")))
    differing = {
        "handoff_choose",
        "handoff_kept_waiting",
        "handoff_nobody",
        "handoff_gave_up",
        "handoff_left_message",
    }
    assert differing < said
    for name in said | {f"{one}_visitor" for one in differing}:
        assert "{" not in phrases.handoff(name, (), 1, **values).text


def test_a_request_is_called_the_same_by_the_desk_and_by_the_bot():
    """What is gone on with, its slots and its names are those of the actions."""
    assert {form: ACTION_OF[request] for form, request in REQUEST_OF_FORM.items()} == {
        form: form for form in REQUEST_OF_FORM
    }
    assert REQUEST_SLOTS == TOLD_SLOTS
    for request in REQUEST_OF_FORM.values():
        assert Phrases(PHONE).go_on(request).text == f"Shall we go on with {TOPICS[request]}?"
