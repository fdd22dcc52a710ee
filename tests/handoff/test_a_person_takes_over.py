"""A customer, the bot and an agent in one conversation, with the real engine, actions and gateway."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.handoff.conftest import MIRA, Team
from tests.stack import awaited

pytestmark = pytest.mark.engine


def test_a_claim_goes_on_where_it_was_when_the_agent_is_done(team: Team):
    """Mid-claim a person is asked for; they talk; given back, the bot finishes the claim and files it."""
    customer, conversation = team.customer("harbor")
    assert "$25.00" in customer.says(
        "somebody hammered our server with junk and now you bill us five grand for overage"
    )
    said = customer.says("let me have a word with one of your staff")
    assert "someone is here now" in said
    assert "Shall" not in said
    card = team.handoffs.card(conversation)
    assert (card.owner.state, card.owner.reason, card.request.kind) == ("waiting", "asked", "claim_spike")
    assert card.quote["amount"] == "25.00"
    assert "claim_spike" in card.tried
    assert [one.conversation for one in team.handoffs.queue()] == [conversation]

    team.handoffs.accept(conversation, MIRA, "a")
    assert customer.says("was it really junk traffic, and do you see it on your side?") == ""
    team.handoffs.reply(conversation, MIRA, "Yes, I see it. The protection covers it.", "r")
    assert [message["author"] for message in customer.history() if message["from"] == "agent"] == ["Mira"]

    team.handoffs.give_back(conversation, MIRA, "The desk files it for you.")
    customer.last = customer.history()[-2:]
    assert customer.last[-1]["text"] == "Shall we go on with your overage bill?"
    back = customer.presses("Yes, go on")
    assert "claim" in back
    assert "PD-" in customer.says("yes, file it")
    assert team.handoffs.card(conversation).tickets[0].kind == "claim_spike"


def test_a_plain_yes_goes_on_as_well(team: Team):
    """Typed instead of pressed, with the pause told before known still."""
    customer, conversation = team.customer("maple")
    customer.says("we want to pause our plan from january")
    customer.says("can I talk to someone at your office")
    team.handoffs.accept(conversation, MIRA, "a")
    team.handoffs.give_back(conversation, MIRA)
    assert customer.history()[-1]["text"] == "Shall we go on with your pause?"
    assert "pause" in customer.says("yes please")

    assert "someone is here now" in customer.says("sorry, I need a human being after all")
    team.handoffs.accept(conversation, MIRA, "b")
    team.handoffs.give_back(conversation, MIRA)
    assert customer.history()[-1]["text"] == "Shall we go on with your pause?"


def test_a_message_is_left_and_the_claim_goes_on_with_the_bot(team: Team):
    """Instead of waiting: a reference at once, and what was begun is not lost."""
    customer, conversation = team.customer("fresh")
    customer.says("our overage bill is sky high, take it down please")
    customer.says("I want to speak to one of your employees")
    said = customer.presses("Leave a message instead")
    assert "Filed as PD-" in said
    assert customer.ticket is not None
    assert "Shall we go on with your overage bill?" in said
    assert team.state(conversation) == "ticketed"
    assert "claim" in customer.presses("Yes, go on")
    assert "PD-" in customer.says("yes, file it")
    kinds = [request.kind for request in team.handoffs.card(conversation).tickets]
    assert kinds == ["claim_spike", "talk_to_human"]


def test_a_plain_no_leaves_it(team: Team):
    """No loop: the request is gone, and the bot answers the next question."""
    customer, conversation = team.customer("harbor")
    customer.says("please take our huge overage bill down")
    customer.says("get me somebody from your staff")
    team.handoffs.accept(conversation, MIRA, "a")
    team.handoffs.give_back(conversation, MIRA)
    assert "PD-" not in customer.says("no")
    assert "30,000" in customer.says("how many messages does our plan cover?")
    assert team.state(conversation) == "bot"


def test_with_nobody_there_it_is_the_number_and_a_request(team: Team):
    """No promise, and no wait."""
    team.handoffs.away(MIRA.id)
    customer, conversation = team.customer("calm")
    assert "(855) 709-4099" in customer.says("let me have a word with one of your staff")
    assert "PD-" in customer.says("yes please do")
    assert team.state(conversation) == "bot"


def test_a_visitor_can_talk_to_a_person_too(team: Team):
    """Who is not signed in waits like everybody."""
    customer, conversation = team.customer(None)
    assert "someone is here now" in customer.says("could one of your colleagues take over, please?")
    assert team.state(conversation) == "waiting"
    assert "number for a person" not in customer.presses("Go on with the automatic desk")
    assert team.state(conversation) == "bot"


def test_a_failure_offers_whoever_is_there(team: Team):
    """The engine is gone, and a person still comes: the button needs no engine."""
    customer, conversation = team.customer("harbor")
    with team.stack.without("actions", kill=True):
        customer.says("what plan are we on at the moment?")
        titles = [choice["title"] for message in customer.last for choice in message["choices"]]
        assert titles == ["Try again", "Talk to a person"]
        assert "someone is here now" in customer.presses("Talk to a person")
        assert team.handoffs.queue()[0].reason == "failed"
    assert team.state(conversation) == "waiting"


def test_killing_the_gateway_in_the_middle_of_a_turn_leaves_the_agent_alone(team: Team):
    """The action answers late, the gateway died and came back, and the bot still does not talk over the agent."""
    customer, conversation = team.customer("growth")
    with ThreadPoolExecutor(1) as pool:
        with team.stack.frozen("actions"):
            slow = pool.submit(customer.says, "what would a plan for 120 thousand come to?")
            awaited(lambda: len(team.handoffs.card(conversation).messages) == 2, what="the message")
            team.handoffs.reply(conversation, MIRA, "I have your question.", "r")
            team.stack.stop("gateway", kill=True)
        team.stack.start("gateway")
        team.stack.wait()
        assert slow.exception(60) is not None
    assert customer.says("fine, I wait for you") == ""
    senders = [message["from"] for message in customer.history()]
    assert senders == ["bot", "customer", "system", "agent", "customer"]
    assert team.state(conversation) == "human"


def test_killing_the_gateway_loses_no_message_and_no_timer(team: Team):
    """What was said is there, the wait goes on, and its end comes: here because the last agent left meanwhile."""
    customer, conversation = team.customer("pixel")
    customer.says("put me through to one of your people")
    customer.says("are you there?")
    before = [message["text"] for message in customer.history()]
    with team.stack.without("gateway", kill=True):
        assert set(team.handoffs.card(conversation).owner.timers) == {"position", "choose", "give_up"}
        team.handoffs.away(MIRA.id)
    awaited(lambda: team.state(conversation) == "ticketed", what="the end of the wait")
    after = [message["text"] for message in customer.history()]
    assert after[: len(before)] == before
    assert "I filed it as PD-" in after[-1]
