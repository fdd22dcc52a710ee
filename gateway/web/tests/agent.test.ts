/** The console: nothing typed is lost, one read at a time, the server's word is what is shown. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AgentApi } from "../src/agent/api";
import { Desk } from "../src/agent/desk";
import { Fresh } from "../src/agent/fresh";
import { command, setKeys } from "../src/agent/keys";
import { sorted } from "../src/agent/queue";
import type { Card, Me, Queue, Row } from "../src/agent/types";
import { ago, fact, state } from "../src/agent/words";
import { Problem, SilentSocket, Unreachable, message } from "./fakes";

const ME: Me = { id: "a1", name: "Ana", role: "agent", presence: "online" };
const BEN = { id: "a2", name: "Ben" };

function row(conversation: string, extra: Partial<Row> = {}): Row {
  const customer = { name: "Harbor", verified: true, account: "harbor" };
  return { conversation, state: "waiting", reason: "asked", priority: "normal", since: "2026-11-21T12:00:00Z", customer, last_line: "hello", agent: null, unread: 1, ...extra };
}

function card(conversation: string, extra: Partial<Card> = {}): Card {
  const { customer } = row(conversation);
  const empty = { account: null, request: null, quote: null, tried: [], tickets: [], notes: [], suggested: [], macros: [], audit: [] };
  return { conversation, state: "waiting", epoch: 2, reason: "asked", customer, messages: [message(1)], ...empty, ...extra };
}

/** Answers like the gateway; `faults` are thrown, one per act, before it answers again. */
class FakeApi extends AgentApi {
  rows: Row[] = [row("c1")];
  cards: Record<string, Card> = { c1: card("c1"), c2: card("c2") };
  faults: Error[] = [];
  acts: [string, string, any][] = [];
  override me = async () => ME;
  override presence = async () => null;
  override queue = async (): Promise<Queue> => ({ conversations: this.rows.map((one) => ({ ...one })), online: [ME] });
  override card = async (conversation: string) => structuredClone(this.cards[conversation]!);
  override act = async (conversation: string, what: string, body: object = {}) => {
    this.acts.push([conversation, what, body]);
    const fault = this.faults.shift();
    if (fault) throw fault;
    return null;
  };
}

const settled = () => vi.advanceTimersByTimeAsync(50);

async function opened() {
  const api = new FakeApi();
  const host = { changed: vi.fn(), called: vi.fn() };
  const desk = new Desk(api, host);
  await desk.start();
  await desk.show("c1");
  await settled();
  return { api, host, desk };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", SilentSocket);
  sessionStorage.clear();
  localStorage.clear();
});
afterEach(() => vi.useRealTimers());

describe("writing", () => {
  test("a reply that is refused goes back into the box, before what was typed since", async () => {
    const { api, desk } = await opened();
    api.faults = [new Problem(409, "Ben has this conversation already.", null)];
    const sent = desk.write("reply", "first");
    desk.drafts.set("c1", "reply", "second");
    await sent;
    expect(desk.drafts.get("c1", "reply")).toBe("first\nsecond");
    expect(desk.problem).toBe("Ben has this conversation already.");
    expect(desk.pending).toEqual([]);
  });

  test("a reply is tried again under one id until the network is back", async () => {
    const { api, desk } = await opened();
    api.faults = [new Unreachable(), new Unreachable()];
    const sent = desk.write("reply", "hello");
    await vi.advanceTimersByTimeAsync(5000);
    await sent;
    expect(api.acts).toHaveLength(3);
    expect(new Set(api.acts.map(([, , body]) => body.client_msg_id)).size).toBe(1);
    expect(desk.drafts.get("c1", "reply")).toBe("");
  });

  test("a reply is shown as on its way until the transcript has it", async () => {
    const { api, desk } = await opened();
    const sent = desk.write("reply", "hello");
    expect(desk.pending.map((one) => one.text)).toEqual(["hello"]);
    const { id } = desk.pending[0]!;
    await sent;
    api.cards.c1!.messages.push(message(2, "agent", { text: "hello", client_msg_id: id }));
    desk.news("c1");
    await settled();
    expect(desk.pending).toEqual([]);
    expect(desk.card?.messages).toHaveLength(2);
  });

  test("what was typed outlives an ended session, for the same agent only", async () => {
    const { api, desk } = await opened();
    api.faults = [new Problem(401, "Please sign in.", null)];
    await desk.write("note", "careful with this one");
    expect(desk.phase).toBe("out");
    await desk.start();
    expect(desk.drafts.get("c1", "note")).toBe("careful with this one");
    api.me = async () => ({ ...ME, id: "a2" });
    await desk.start();
    expect(desk.drafts.get("c1", "note")).toBe("");
    expect(desk.card).toBeNull();
  });
});

describe("what is shown", () => {
  test("the loser of a race reads who won, and then who has it", async () => {
    const { api, desk } = await opened();
    api.faults = [new Problem(409, "Ben has this conversation already.", null)];
    api.cards.c1 = card("c1", { state: "human", agent: BEN });
    expect(await desk.accept()).toBe(false);
    await settled();
    expect(desk.problem).toContain("Ben");
    expect(desk.mine).toBe(false);
    expect(state(desk.card!, "a1")).toBe("With Ben");
  });

  test("a card that comes late is not shown in another conversation", async () => {
    const { api, desk } = await opened();
    let give!: (late: Card) => void;
    api.card = (conversation) => (conversation === "c1" ? new Promise((go) => (give = go)) : Promise.resolve(card(conversation)));
    desk.news("c1");
    await settled();
    const shown = desk.show("c2");
    give(card("c1"));
    await shown;
    expect(desk.card?.conversation).toBe("c2");
  });

  test("a customer who begins to wait calls, one who goes on waiting does not", async () => {
    const { api, host, desk } = await opened();
    expect(host.called).not.toHaveBeenCalled();
    api.rows.push(row("c2"));
    desk.news(null);
    await settled();
    desk.news(null);
    await settled();
    expect(host.called).toHaveBeenCalledTimes(1);
  });

  test("being away is followed from another window, and a long sleep is not taken for it", async () => {
    const { api, desk } = await opened();
    api.queue = async () => ({ conversations: [], online: [] });
    desk.news(null);
    await settled();
    expect(desk.me?.presence).toBe("away");
    await desk.setPresence("online");
    vi.setSystemTime(Date.now() + 600_000);
    desk.me = { ...ME };
    desk.news(null);
    await settled();
    expect(desk.me?.presence).toBe("online");
  });

  test("the queue is parted into mine, waiting and others", () => {
    const rows = [row("w"), row("m", { state: "human", agent: ME }), row("o", { state: "human", agent: BEN })];
    const parts = sorted(rows, "a1");
    expect([parts.mine, parts.waiting, parts.others].map((part) => part.map((one) => one.conversation))).toEqual([["m"], ["w"], ["o"]]);
  });

  test("facts of any make are words, and never [object Object]", () => {
    expect(fact(30000)).toBe("30,000");
    expect(fact([{ month: "2026-10", amount: "5.00", adjusted: null }])).toBe("month 2026-10 · amount 5.00");
    expect(fact(false)).toBe("No");
    expect(ago("2026-11-21T12:00:00Z", +new Date("2026-11-21T13:05:00Z"))).toBe("1 h");
  });
});

describe("reading again", () => {
  test("asked many times during one read, it reads once more", async () => {
    let reads = 0;
    let done: () => void = () => undefined;
    const fresh = new Fresh(() => (reads++, new Promise<void>((go) => (done = go))));
    const all = [fresh.now(), fresh.now(), fresh.now()];
    done();
    await settled();
    done();
    await Promise.all(all);
    expect(reads).toBe(2);
  });

  test("a read that failed does not end reading", async () => {
    let fail = true;
    const fresh = new Fresh(async () => {
      if (fail) throw new Unreachable();
    });
    await expect(fresh.now()).rejects.toThrow(Unreachable);
    fail = false;
    await expect(fresh.now()).resolves.toBeUndefined();
  });
});

describe("keys", () => {
  const pressed = (key: string, target: Element = document.body, extra: KeyboardEventInit = {}) => {
    let heard: string | null = null;
    const listen = (event: Event) => (heard = command(event as KeyboardEvent, false));
    document.addEventListener("keydown", listen);
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, ...extra }));
    document.removeEventListener("keydown", listen);
    return heard;
  };

  test("mean nothing in a box, with a modifier, or when switched off", () => {
    const box = document.body.appendChild(document.createElement("textarea"));
    expect(pressed("a")).toBe("accept");
    expect(pressed("a", box)).toBeNull();
    expect(pressed("a", document.body, { ctrlKey: true })).toBeNull();
    setKeys(false);
    expect(pressed("a")).toBeNull();
  });
});
