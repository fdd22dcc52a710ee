"""The live stream: the same log, pushed in order, to those it belongs to."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from desk.adapters.sql.tables.conversations import conversations
from desk.conversations import Draft
from gateway import hub as hub_module
from gateway.hub import Hub, TooManySockets
from tests.gateway.gateway_fixtures import begun
from tests.stack import awaited

STREAM = "/api/chat/stream"


def hello(caller, **fields) -> str:
    """Return the first frame of a socket."""
    return json.dumps({"session": caller.session, **fields})


def opened(caller, **fields):
    """Open a socket of the caller's; it still has to say hello."""
    return caller.client.websocket_connect(STREAM, **fields)


def frames(socket, count: int) -> list:
    """Return what the next messages say, without the typing between them."""
    found = []
    while len(found) < count:
        frame = socket.receive_json()
        if "message" in frame:
            found.append((frame["message"]["seq"], frame["message"]["text"]))
    return found


def test_what_happened_before_and_what_happens_then_is_pushed(harbor):
    """From the first message on, in order, and what is said over HTTP arrives on the socket."""
    with opened(harbor) as socket:
        socket.send_text(hello(harbor))
        assert frames(socket, 1)[0][0] == 1
        harbor.says("hello")
        assert frames(socket, 2) == [(2, "hello"), (3, "You said: hello")]


def test_a_socket_goes_on_after_the_last_seq(harbor):
    """What the page has is not sent again; nothing after it is missing."""
    harbor.says("one")
    with opened(harbor) as socket:
        socket.send_text(hello(harbor, after=2))
        assert frames(socket, 1) == [(3, "You said: one")]


def test_typing_is_shown_while_the_answer_is_made(harbor, engine):
    """The frames around an answer: the customer's message, typing, the answer, no longer typing."""
    engine.gate.clear()
    with opened(harbor) as socket, ThreadPoolExecutor(1) as pool:
        socket.send_text(hello(harbor, after=1))
        sent = pool.submit(harbor.says, "hello")
        first = [socket.receive_json(), socket.receive_json()]
        assert [frame.get("message", {}).get("text", frame.get("typing")) for frame in first] == [
            "hello",
            True,
        ]
        engine.gate.set()
        last = [socket.receive_json(), socket.receive_json()]
        assert [frame.get("message", {}).get("seq", frame.get("typing")) for frame in last] == [3, False]
        sent.result(10)


def test_every_tab_sees_one_log(harbor):
    """Five sockets of one conversation get the same frames in the same order."""
    with opened(harbor) as a, opened(harbor) as b, opened(harbor) as c:
        for socket in (a, b, c):
            socket.send_text(hello(harbor, after=1))
        harbor.says("one")
        harbor.says("two")
        logs = [frames(socket, 4) for socket in (a, b, c)]
        assert logs[0] == logs[1] == logs[2]
        assert [seq for seq, _ in logs[0]] == [2, 3, 4, 5]


def test_a_socket_hears_its_own_conversation_only(harbor):
    """What another customer says never reaches it."""
    pixel = begun(harbor.client, "pixel")
    with opened(harbor) as socket:
        socket.send_text(hello(harbor, after=1))
        pixel.says("secret of pixel")
        harbor.says("mine")
        assert frames(socket, 2) == [(2, "mine"), (3, "You said: mine")]


def test_what_another_process_wrote_is_found(harbor, desk, monkeypatch):
    """A message that this process was not told of arrives within the next look."""
    monkeypatch.setattr(hub_module, "LOOK_SECONDS", 0.02)
    with opened(harbor) as socket:
        socket.send_text(hello(harbor, after=1))
        desk.conversations.post(harbor.conversation, Draft("from elsewhere", "system"))
        assert frames(socket, 1) == [(2, "from elsewhere")]


@pytest.mark.parametrize(
    "first",
    [
        pytest.param('{"session": "nonsense"}', id="an unknown session"),
        pytest.param("{}", id="no session"),
        pytest.param("null", id="null"),
        pytest.param("not json", id="no JSON"),
        pytest.param("[" * 10_000, id="10,000 levels deep"),
        pytest.param('{"session": "a", "session": "b"}', id="two sessions"),
        pytest.param('{"session": "a", "is_agent": true}', id="an extra field"),
        pytest.param('{"session": 5}', id="a number as session"),
    ],
)
def test_a_bad_first_frame_closes_the_socket(harbor, first):
    """Without a session of ours nothing is sent but the reason for closing."""
    with opened(harbor) as socket:
        socket.send_text(first)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == 1008


@pytest.mark.parametrize("after", [-1, 2**63, 10**30, "1", 1.5, None], ids=str)
def test_a_cursor_that_is_none_closes_the_socket(harbor, after):
    """A cursor no database can hold is refused, not tried."""
    with opened(harbor) as socket:
        socket.send_text(hello(harbor, after=after))
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == 1008


def test_a_first_frame_of_bytes_closes_the_socket(harbor):
    """Only text is read."""
    with opened(harbor) as socket:
        socket.send_bytes(hello(harbor).encode())
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


def test_later_frames_are_nobodys_business(harbor):
    """What a page says after its hello changes nothing, be it text or bytes; a flood of it ends the socket."""
    with opened(harbor) as socket:
        socket.send_text(hello(harbor, after=1))
        socket.send_text('{"session": "other"}')
        socket.send_bytes(b"\xff")
        harbor.says("hello")
        assert frames(socket, 2)[1] == (3, "You said: hello")
        for _ in range(300):
            socket.send_text("x")
        with pytest.raises(WebSocketDisconnect):
            while True:
                socket.receive_json()


def test_an_unfinished_message_waits_for_a_page_that_types(harbor, desk):
    """`typing` makes the wait last; the rest of the message ends it, and one answer follows."""
    desk.conversations._burst = timedelta(seconds=2)
    with opened(harbor) as socket, ThreadPoolExecutor(1) as pool:
        socket.send_text(hello(harbor, after=1))
        first = pool.submit(harbor.says, "i want to")
        assert frames(socket, 1) == [(2, "i want to")]
        until = held_until(desk, harbor)
        assert until is not None
        socket.send_text("typing")
        awaited(lambda: held_until(desk, harbor) != until, what="the page's typing to be heard")
        harbor.says("upgrade my plan")
        assert frames(socket, 2)[1] == (4, "You said: i want to\nupgrade my plan")
        assert first.result(10)[0]["seq"] == 4


def held_until(desk, caller):
    """Return how long more of the caller's message is waited for, or None."""
    with desk.db.read() as connection:
        query = select(conversations.c.hold_until).where(conversations.c.id == caller.conversation)
        return connection.scalar(query)


@pytest.mark.parametrize("frame", ['{"typing": true}', '"typing"', "null", "Typing", "typing ", ""], ids=repr)
def test_only_typing_is_heard_and_once_a_second(harbor, desk, monkeypatch, frame):
    """Other frames reach nothing, the socket stays open, and a keystroke right after another is the same typing."""
    heard = []
    monkeypatch.setattr(desk.chat, "typing", heard.append)
    with opened(harbor) as socket:
        socket.send_text(hello(harbor, after=1))
        socket.send_text(frame)
        for _ in range(20):
            socket.send_text("typing")
        harbor.says("hello")
        assert frames(socket, 2)[1] == (3, "You said: hello")
        awaited(lambda: heard, what="the page's typing to be heard")
    assert set(heard) == {harbor.conversation}
    assert len(heard) < 20


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://desk.test.evil.example", "http://desk.test:81", ""],
    ids=repr,
)
def test_a_foreign_page_gets_no_socket(harbor, origin):
    """A page of another origin is refused before anything is read."""
    with pytest.raises(WebSocketDisconnect), opened(harbor, headers={"Origin": origin}):
        pass


def test_our_own_page_gets_its_socket(harbor):
    """The origin that serves the page is let in."""
    with opened(harbor, headers={"Origin": "http://desk.test", "Host": "desk.test"}) as socket:
        socket.send_text(hello(harbor))
        assert frames(socket, 1)[0][0] == 1


def test_an_address_has_so_many_sockets_and_no_more(harbor, monkeypatch):
    """One more is answered 429 with Retry-After; when one is closed there is room again."""
    monkeypatch.setattr(hub_module, "MOST_AN_ADDRESS", 2)
    with opened(harbor):
        with opened(harbor), pytest.raises(WebSocketDenialResponse) as denied, opened(harbor):
            pass
        assert denied.value.status_code == 429
        assert int(denied.value.headers["Retry-After"]) > 0
        with opened(harbor) as socket:
            socket.send_text(hello(harbor))
            assert frames(socket, 1)


def test_a_conversation_has_so_many_sockets_and_no_more(harbor, monkeypatch):
    """A page that opens sockets without end is told to come later."""
    monkeypatch.setattr(hub_module, "MOST_A_CONVERSATION", 1)
    with opened(harbor) as first:
        first.send_text(hello(harbor))
        frames(first, 1)
        with opened(harbor) as second:
            second.send_text(hello(harbor))
            with pytest.raises(WebSocketDisconnect) as closed:
                second.receive_json()
            assert closed.value.code == 1013


def test_many_sockets_come_and_go_and_none_is_left():
    """A thousand listeners of a hundred conversations are each woken once, and leave nothing behind."""

    async def crowd() -> None:
        hub = Hub()
        hub.attach(asyncio.get_running_loop())
        woken = []

        async def listen(conversation: str) -> None:
            with hub.listening(conversation) as listener:
                await listener.woken()
                woken.append(conversation)

        tasks = [asyncio.create_task(listen(f"c-{number % 100}")) for number in range(1000)]
        await asyncio.sleep(0)
        with ThreadPoolExecutor(8) as pool:
            for number in range(100):
                pool.submit(hub.tell, f"c-{number}", True)
        await asyncio.wait_for(asyncio.gather(*tasks), 10)
        assert len(woken) == 1000
        assert hub._listeners == {}
        hub.tell("c-0", False)

    asyncio.run(crowd())


def test_one_look_is_one_question_however_many_sockets():
    """All conversations with an open socket are asked about at once, and only those that grew are woken."""

    async def look() -> None:
        hub, asked = Hub(), []
        heads = {"a": 1, "b": 1}

        def read(conversations):
            asked.append(sorted(conversations))
            return dict(heads)

        await hub.look(read)
        assert asked == []
        with hub.listening("a") as a, hub.listening("b") as b:
            await hub.look(read)
            await asyncio.gather(a.woken(), b.woken())
            heads["b"] = 2
            await hub.look(read)
            await b.woken()
            assert not a._woken.is_set()
        assert asked == [["a", "b"], ["a", "b"]]

    asyncio.run(look())


def test_what_is_told_after_the_loop_ended_is_no_error():
    """A turn that outlives the web server announces its answer to nobody."""
    hub = Hub()
    loop = asyncio.new_event_loop()
    hub.attach(loop)
    loop.close()
    hub.tell("c-1", True)


def test_an_address_gives_its_place_back_when_a_socket_fails():
    """However a socket ends, it is no longer counted."""
    hub = Hub()
    with pytest.raises(TooManySockets), hub.admitted("a"):
        raise TooManySockets
    assert not hub._addresses


def test_sockets_are_told_when_the_gateway_goes_away(harbor):
    """Closing says 1001, so that a page comes back by itself."""
    with opened(harbor) as socket:
        socket.send_text(hello(harbor))
        frames(socket, 1)
        hub = harbor.client.app.state.hub
        harbor.client.portal.call(hub.close)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == 1001
