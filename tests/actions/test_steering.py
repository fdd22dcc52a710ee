"""What is heard as a word about the conversation itself, and what is an answer or a question of its own."""

from __future__ import annotations

import pytest

from actions.steering import steer

SAID = {
    "over": [
        "start over", "start again", "let's start again", "restart", "begin from the beginning", "reset",
        "can we start again from scratch", "ok scrap that and start over", "please start from the top",
        "I want to start again", "do it all over again", "start this over please",
    ],
    "again": [
        "repeat that", "say that again", "what was the question", "can you repeat that please?", "come again?",
        "sorry, what was the question again?", "what did you ask", "one more time please", "repeat", "what was that?",
        "could you say that again?", "i didn't catch that", "what do you want from me?", "what's the question?",
        "where were we", "repeat the question please", "what was your question?", "please repeat your last question",
    ],
    "skip": [
        "skip", "skip that", "skip this one", "skip it please", "can I skip this?", "pass", "next question", "next",
        "leave it blank", "I'd rather not say", "do i have to answer that?", "is that required?",
        "can we skip this question", "i'd prefer not to answer",
    ],
    "so_far": [
        "what did I say?", "what do you have so far?", "what have I told you so far", "what have you got so far?",
        "sum it up", "recap please", "what's missing?", "what have you noted", "what did i tell you", "summary",
        "what do you still need?", "where do we stand",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in SAID.items() for text in texts])
def test_a_word_about_the_conversation_is_heard(what: str, text: str):
    """In whatever words people say it."""
    assert steer(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "next month", "next week", "pass it on to a person", "skip October", "start with 45,000", "we start in May",
        "from the beginning of March", "from the start of next year", "/restart", "what was the bill for May",
        "what do you have for 60,000?", "again 45k", "when does the month start again", "leave it", "keep it",
        "what did I pay in May", "what did I send last month", "start on monday", "begin", "next billing date",
        "what is it for", "what is that", "repeat customers can't log in", "what was it in May", "what is the option",
        "no", "where are we on PD-1001", "from the start", "what have i been charged", "what is missing for 120,000",
        "show me what i sent", "start 1 March", "sum of both", "next year", "do it", "what is it",
    ],
)  # fmt: skip
def test_an_answer_or_a_question_is_not_swallowed(text: str):
    """The same words with a value or a matter of their own are not about the conversation."""
    assert steer(text) is None
