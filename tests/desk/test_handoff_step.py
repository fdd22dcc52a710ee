"""Who may speak: every change of owner, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.handoff import (
    Agent,
    AgentAccepted,
    AgentReplied,
    AlreadyTaken,
    Audit,
    CustomerChose,
    CustomerSpoke,
    FileRequest,
    KeepTranscript,
    NewEpisode,
    NobodyOnline,
    NotYours,
    Owner,
    PersonAsked,
    Resolved,
    ReturnedToBot,
    Say,
    StaleEpoch,
    TimerDue,
    Transferred,
)
from desk.handoff_step import check_epoch, step
from tests.desk.desk_fixtures import NOON

MIRA, JON = Agent("mira", "Mira"), Agent("jon", "Jon")
BOT = Owner(identified=True)
WAITING = step(BOT, PersonAsked("asked"), NOON, True).owner
HUMAN = step(WAITING, AgentAccepted(MIRA), NOON, True).owner
CLOSED = step(HUMAN, Resolved(MIRA), NOON, True).owner
TICKETED = step(WAITING, NobodyOnline(), NOON, False).owner
LATER = NOON + timedelta(minutes=10)


def phrases(change):
    """Return the names of the words that were said."""
    return [effect.phrase for effect in change.effects if isinstance(effect, Say)]


def kinds(change):
    """Return the kinds of effect there were."""
    return {type(effect) for effect in change.effects}


def test_a_person_asked_for_is_waited_for_when_one_is_online():
    """No form, no yes or no: the wait begins at once, with its three timers and the ways out of it."""
    change = step(BOT, PersonAsked("asked"), NOON, True)
    assert (change.owner.state, change.owner.epoch, change.owner.reason) == ("waiting", 2, "asked")
    minutes = {kind: (at - NOON) / timedelta(minutes=1) for kind, at in change.owner.timers.items()}
    assert minutes == {"position": 2, "choose": 5, "give_up": 10}
    assert Say("handoff_waiting", ("leave_message", "prefer_bot")) in change.effects


def test_nobody_is_promised_when_nobody_is_online():
    """The last agent left while the bot was answering: the bot keeps the conversation, and a message can be left."""
    change = step(BOT, PersonAsked("asked"), NOON, False)
    assert change.owner == BOT
    assert phrases(change) == ["handoff_nobody"]


def test_a_visitor_is_never_offered_to_leave_a_message():
    """Nobody could answer it."""
    visitor = replace(BOT, identified=False)
    waiting = step(visitor, PersonAsked("asked"), NOON, True)
    assert Say("handoff_waiting", ("prefer_bot",)) in waiting.effects
    gave_up = step(waiting.owner, NobodyOnline(), NOON, False)
    assert (gave_up.owner.state, phrases(gave_up)) == ("bot", ["handoff_gave_up_visitor"])
    assert FileRequest not in kinds(gave_up)


@pytest.mark.parametrize("owner", [BOT, WAITING, TICKETED, CLOSED], ids=lambda owner: owner.state)
@pytest.mark.parametrize("event", [AgentAccepted(MIRA), AgentReplied(MIRA)], ids=["accepts", "replies"])
def test_an_agent_takes_what_no_agent_has(owner, event):
    """Any reply of an agent is a take-over, and the customer is told who is there."""
    change = step(owner, event, NOON, True)
    assert (change.owner.state, change.owner.agent, change.owner.epoch) == ("human", MIRA, owner.epoch + 1)
    assert phrases(change) == ["handoff_taken"]
    assert len(change.owner.timers) == 1


@pytest.mark.parametrize("event", [AgentAccepted(JON), AgentReplied(JON)], ids=["accepts", "replies"])
def test_of_two_agents_one_wins_and_the_other_is_told_who(event):
    """The second one is refused by name."""
    with pytest.raises(AlreadyTaken) as refused:
        step(HUMAN, event, NOON, True)
    assert refused.value.by == MIRA


@pytest.mark.parametrize(
    ("owner", "event"),
    [
        pytest.param(WAITING, PersonAsked("failed"), id="a person asked for twice"),
        pytest.param(HUMAN, PersonAsked("failed"), id="a person asked for while one is there"),
        pytest.param(HUMAN, AgentAccepted(MIRA), id="accepted in two tabs"),
        pytest.param(BOT, ReturnedToBot(MIRA), id="given back in two tabs"),
        pytest.param(CLOSED, Resolved(MIRA), id="resolved in two tabs"),
        pytest.param(HUMAN, Transferred(JON, MIRA), id="passed on in two tabs"),
        pytest.param(HUMAN, NobodyOnline(), id="the agent who talks went offline"),
        pytest.param(WAITING, TimerDue("give_up", 1), id="a timer of an earlier epoch"),
        pytest.param(WAITING, TimerDue("agent_silent", 2), id="a timer that is not set"),
        pytest.param(WAITING, CustomerSpoke(), id="a message while waiting"),
    ],
)
def test_what_does_not_fit_changes_nothing(owner, event):
    """Neither the owner nor a word."""
    change = step(owner, event, LATER, True)
    assert (change.owner, change.effects) == (owner, ())


@pytest.mark.parametrize(
    "event", [ReturnedToBot(JON), Transferred(JON, Agent("ann", "Ann")), Resolved(JON)], ids=repr
)
@pytest.mark.parametrize("owner", [HUMAN, WAITING], ids=lambda owner: owner.state)
def test_only_who_has_it_passes_it_on(owner, event):
    """An agent who does not have the conversation is told who has."""
    with pytest.raises(NotYours) as refused:
        step(owner, event, NOON, True)
    assert refused.value.by == owner.agent


def test_the_wait_tells_the_place_then_asks_then_files():
    """Two, five and ten minutes; each is said once."""
    told = step(WAITING, TimerDue("position", 2), NOON + timedelta(minutes=2), True)
    asked = step(told.owner, TimerDue("choose", 2), NOON + timedelta(minutes=5), True)
    over = step(asked.owner, TimerDue("give_up", 2), LATER, True)
    assert (phrases(told), phrases(asked)) == (["handoff_position"], ["handoff_choose"])
    assert over.owner.state == "ticketed"
    assert {FileRequest, NewEpisode} <= kinds(over)
    assert phrases(over) == ["handoff_gave_up"]


def test_a_timer_is_never_early():
    """A sweep that comes before its time does nothing."""
    assert step(WAITING, TimerDue("give_up", 2), LATER - timedelta(seconds=1), True).owner == WAITING


def test_no_agent_left_ends_every_wait():
    """The request is filed at once instead of after ten minutes."""
    assert (TICKETED.state, TICKETED.reason) == ("ticketed", "asked")


def test_a_silent_agent_loses_the_customer_to_the_queue():
    """Ten minutes after the customer's first unanswered message, and the ten minutes of a wait begin."""
    talking = step(HUMAN, AgentReplied(MIRA), NOON, True).owner
    asked = step(talking, CustomerSpoke(), NOON, True).owner
    again = step(asked, CustomerSpoke(), NOON + timedelta(minutes=9), True).owner
    back = step(again, TimerDue("agent_silent", again.epoch), LATER, True)
    assert (back.owner.state, back.owner.reason, back.owner.asked_at) == ("waiting", "agent_silent", LATER)
    assert back.owner.timers["give_up"] == LATER + timedelta(minutes=10)


def test_a_silent_agent_with_nobody_else_online_makes_a_request():
    """No wait is begun that nobody could end."""
    change = step(HUMAN, TimerDue("agent_silent", HUMAN.epoch), LATER, False)
    assert change.owner.state == "ticketed"
    assert FileRequest("asked") in change.effects


def test_a_silent_customer_closes_the_conversation():
    """Half an hour after the agent's last word, with the transcript on the ticket."""
    talking = step(HUMAN, AgentReplied(MIRA), NOON, True).owner
    change = step(talking, TimerDue("customer_silent", talking.epoch), NOON + timedelta(minutes=30), True)
    assert change.owner.state == "closed"
    assert KeepTranscript in kinds(change)


def test_a_customer_who_comes_back_begins_with_the_bot():
    """A closed conversation opens again by itself."""
    change = step(CLOSED, CustomerSpoke(), NOON, True)
    assert (change.owner.state, change.owner.epoch) == ("bot", CLOSED.epoch + 1)
    assert NewEpisode in kinds(change)


def test_given_back_the_bot_begins_afresh():
    """No loop: a new episode, and nothing of the wait is left."""
    change = step(HUMAN, ReturnedToBot(MIRA), NOON, True)
    owner = change.owner
    assert (owner.state, owner.agent, owner.reason, dict(owner.timers)) == ("bot", None, None, {})
    assert NewEpisode in kinds(change)


def test_passed_on_the_next_agent_must_speak():
    """A new epoch, and the silence of the new agent is timed."""
    owner = step(HUMAN, Transferred(MIRA, JON), LATER, True).owner
    assert (owner.agent, owner.epoch) == (JON, HUMAN.epoch + 1)
    assert owner.timers == {"agent_silent": LATER + timedelta(minutes=10)}


@pytest.mark.parametrize(
    ("option", "state"), [("leave_message", "ticketed"), ("prefer_bot", "bot"), ("keep_waiting", "waiting")]
)
def test_the_customer_chooses_how_the_wait_goes_on(option, state):
    """Each button of the wait does what it says."""
    assert step(WAITING, CustomerChose(option, 2), NOON, True).owner.state == state


@pytest.mark.parametrize("option", ["leave_message", "prefer_bot", "keep_waiting"])
def test_a_button_of_an_earlier_epoch_is_refused(option):
    """An agent came before the press: nothing is filed and nobody is sent away."""
    with pytest.raises(StaleEpoch):
        step(HUMAN, CustomerChose(option, WAITING.epoch), NOON, True)


def test_a_late_answer_of_the_bot_is_refused():
    """What was computed while the bot had the conversation may not be said once a person has it."""
    check_epoch(HUMAN, HUMAN.epoch)
    with pytest.raises(StaleEpoch):
        check_epoch(HUMAN, BOT.epoch)


@pytest.mark.parametrize("owner", [WAITING, HUMAN, CLOSED, TICKETED], ids=lambda owner: owner.state)
def test_every_change_is_in_the_audit_trail(owner):
    """With who and why."""
    event = AgentAccepted(JON) if owner is not HUMAN else Resolved(MIRA)
    lines = [one for one in step(owner, event, NOON, True).effects if isinstance(one, Audit)]
    assert [line.actor.split(":")[0] for line in lines] == ["agent"]
