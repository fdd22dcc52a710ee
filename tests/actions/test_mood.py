"""What shows that a customer has had enough of the desk, and what does not."""

from __future__ import annotations

import pytest

from actions.mood import Mood, is_rant, mood


@pytest.mark.parametrize(
    "text",
    [
        "I already told you",
        "i've told you that twice",
        "as I said, the 45k plan",
        "for the third time: pause us in July",
        "again?!",
        "what, again??",
        "how many times do I have to write this",
        "stop asking me the same question",
        "you already asked me that",
        "I have explained this three times now",
        "you keep giving me the same answer",
    ],
)
def test_saying_it_again_is_noticed(text):
    """Words that say: you have had this from me before."""
    assert mood(text) is Mood.REPEATS


@pytest.mark.parametrize(
    "text",
    [
        "this is useless",
        "stupid bot",
        "you are a complete waste of time",
        "are you even reading this",
        "you're not listening",
        "this is ridiculous, just pause the account",
        "what the hell, pause it already",
        "I am so frustrated",
        "WHY WILL YOU NOT JUST PAUSE MY ACCOUNT",
        "we are going round in circles",
        "I'm sick of this",
        "for fuck's sake just do it",
        "this isn't helping",
        "pathetic",
    ],
)
def test_annoyance_at_the_desk_is_noticed(text):
    """Swearing, capitals and words of contempt that are meant for us."""
    assert mood(text) is Mood.ANGRY


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("this bill is ridiculous, 5000 for one night", id="anger at a bill is a claim"),
        pytest.param("WHY IS MY OVERAGE BILL FIVE THOUSAND DOLLARS", id="a claim in capitals"),
        pytest.param("wtf $900 overage???? lower it", id="a claim with a swear word"),
        pytest.param("my boss is furious about the overage", id="the boss, not the customer"),
        pytest.param("our members say it is ridiculous how late mails arrive", id="others say so"),
        pytest.param("damn good, thanks", id="praise with a swear word"),
        pytest.param("that was bloody quick", id="praise again"),
        pytest.param("THANK YOU SO MUCH FOR ALL OF YOUR HELP", id="thanks in capitals"),
        pytest.param("great!!!!!", id="joy"),
        pytest.param("can you tell me that again please", id="wants to hear it again"),
        pytest.param("we were charged again for October", id="charged again"),
        pytest.param("this is the second time this year that mail bounces", id="a fact about the mail"),
        pytest.param("I already asked for a pause, has it gone through?", id="asks about a request"),
        pytest.param("I told my wife we should upgrade", id="told somebody else"),
        pytest.param("the unsubscribe link is broken", id="a fault"),
        pytest.param("hello?????? anybody there", id="a loud greeting"),
        pytest.param("SPF DKIM DMARC", id="abbreviations"),
        pytest.param("is the dashboard useless without verification?", id="a question"),
        pytest.param("our server got hacked and spammed, it was hell", id="a story"),
        pytest.param("cancel the account", id="plain"),
        pytest.param("no", id="no"),
        pytest.param("it is a waste to pay for 45,000 when we send 4,000", id="a waste of volume"),
        pytest.param("I give you the dates again: 1 July to 31 August", id="repeats willingly"),
    ],
)
def test_what_is_no_annoyance_at_the_desk(text):
    """First of all a request, a fact, or joy."""
    assert mood(text) is None


def test_the_same_message_nearly_word_for_word_is_noticed():
    """One word more or less does not make it another message."""
    before = ["hello", "why does my mail to gmail bounce"]
    assert mood("why does all my mail to gmail bounce", before) is Mood.REPEATS


@pytest.mark.parametrize(
    ("text", "before"),
    [
        pytest.param("yes", "yes", id="a yes is often said twice"),
        pytest.param("the 45k plan", "the 45k plan", id="three words are an answer"),
        pytest.param(
            "what would 50,000 cost on the 45k plan", "what would 80,000 cost on the 60k plan", id="figures"
        ),
    ],
)
def test_an_answer_said_twice_is_no_repetition(text, before):
    """Short answers and other figures are new every time."""
    assert mood(text, [before]) is None


@pytest.mark.parametrize(
    "text", ["you are useless!!", "I already told you that", "WTF", "this is ridiculous"]
)
def test_annoyance_alone_is_a_rant(text):
    """There is no request in it."""
    assert is_rant(text)


@pytest.mark.parametrize(
    "text",
    [
        "this is ridiculous, pause my account",
        "I already told you: the 45k plan",
        "useless bot, get me the status of PD-1001",
        "pause us over the summer",
    ],
)
def test_a_request_in_anger_is_no_rant(text):
    """What was asked is answered."""
    assert not is_rant(text)
