/** Sending: once, in spite of everything, and never without a word to the customer. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { conversation, Problem, SilentSocket, Unreachable } from "./fakes";

const texts = (chat: ReturnType<typeof conversation>["chat"]) => chat.log.entries.map((entry) => entry.message.text);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", SilentSocket);
  sessionStorage.clear();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function started() {
  const all = conversation();
  await all.chat.start();
  return all;
}

describe("a message", () => {
  test("is shown at once and replaced by the server's copy", async () => {
    const { chat } = await started();
    chat.say("hello");
    expect(texts(chat)).toEqual(["message 1", "hello"]);
    await vi.advanceTimersByTimeAsync(10);
    expect(texts(chat)).toEqual(["message 1", "hello", "about hello"]);
    expect(chat.log.outgoing).toEqual([]);
    chat.stop();
  });

  test("is tried again under the same id when the network swallowed the answer", async () => {
    const { chat, server } = await started();
    server.faults = [new Unreachable("after storing")];
    chat.say("hello");
    await vi.advanceTimersByTimeAsync(5000);
    expect(new Set(server.calls).size).toBe(1);
    expect(texts(chat)).toEqual(["message 1", "hello", "about hello"]);
    chat.stop();
  });

  test("fails after six tries, and goes out when sent again", async () => {
    const { chat, server } = await started();
    server.faults = Array.from({ length: 6 }, () => new Unreachable());
    chat.say("hello");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(chat.log.outgoing[0]?.state).toBe("failed");
    chat.again(chat.log.outgoing[0]!.id);
    await vi.advanceTimersByTimeAsync(10);
    expect(texts(chat)).toEqual(["message 1", "hello", "about hello"]);
    chat.stop();
  });

  test("waits as long as the server asks when there were too many", async () => {
    const { chat, server, host } = await started();
    server.faults = [new Problem(429, "At most 20 a minute.", 7)];
    chat.say("hello");
    await vi.advanceTimersByTimeAsync(6900);
    expect(chat.log.outgoing[0]?.state).toBe("waiting");
    expect(host.trouble).toHaveBeenLastCalledWith("At most 20 a minute.");
    await vi.advanceTimersByTimeAsync(200);
    expect(chat.log.outgoing).toEqual([]);
    expect(host.trouble).toHaveBeenLastCalledWith("");
    chat.stop();
  });

  test("goes back to the customer, with the reason, when it is refused for good", async () => {
    const { chat, server, host } = await started();
    server.faults = [new Problem(413, "At most 2,000 characters.", null)];
    chat.say("much too long");
    await vi.advanceTimersByTimeAsync(10);
    expect(host.refused).toHaveBeenCalledWith("much too long", "At most 2,000 characters.");
    expect(texts(chat)).toEqual(["message 1"]);
    chat.stop();
  });

  test("is kept when the session has gone", async () => {
    const { chat, server, host } = await started();
    server.faults = [new Problem(401, "The session has ended.", null)];
    chat.say("still mine");
    await vi.advanceTimersByTimeAsync(10);
    expect(host.gone).toHaveBeenCalledExactlyOnceWith("still mine");
  });

  test("that a reload interrupted is offered again, and not if the server has it", async () => {
    const { chat, server } = await started();
    server.faults = [new Unreachable()];
    chat.say("hello");
    await vi.advanceTimersByTimeAsync(10);
    chat.stop();
    const after = conversation(server);
    await after.chat.start();
    expect(after.chat.log.outgoing.map((one) => one.state)).toEqual(["failed"]);
    after.chat.again(after.chat.log.outgoing[0]!.id);
    await vi.advanceTimersByTimeAsync(10);
    after.chat.stop();
    const last = conversation(server);
    await last.chat.start();
    expect(last.chat.log.outgoing).toEqual([]);
    last.chat.stop();
  });
});

describe("waiting", () => {
  test("says that it is still working after eight seconds, until a reply comes", async () => {
    const { chat, server } = await started();
    vi.spyOn(server, "send").mockReturnValue(new Promise(() => {}));
    chat.say("slow");
    await vi.advanceTimersByTimeAsync(7900);
    expect(chat.slow).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(chat.slow).toBe(true);
    chat.received([{ seq: 2, from: "bot", text: "There.", at: "" }]);
    expect(chat.slow).toBe(false);
    chat.stop();
  });

  test("fetches a ticket's number when it is there, without a new message", async () => {
    const { chat, server } = await started();
    const ticket = { ref: "PD-1042", number: null as string | null, status: "received" };
    server.log.push({ seq: 2, from: "bot", text: "Filed.", ticket, at: "" });
    await vi.advanceTimersByTimeAsync(4100);
    server.log[1] = { ...server.log[1]!, ticket: { ...ticket, number: "48213" } };
    await vi.advanceTimersByTimeAsync(8100);
    expect(chat.log.messages[1]?.ticket?.number).toBe("48213");
    chat.stop();
  });

  test("follows by plain reads while there is no socket", async () => {
    const { chat, server } = await started();
    server.log.push({ seq: 2, from: "agent", text: "By polling.", at: "" });
    await vi.advanceTimersByTimeAsync(4100);
    expect(texts(chat)).toEqual(["message 1", "By polling."]);
    chat.stop();
  });
});
