/** The log: one order, no twins, nothing missed. */
import { describe, expect, test } from "vitest";
import { Log } from "../src/widget/log";
import type { Outgoing } from "../src/widget/types";
import { message } from "./fakes";

const out = (id: string, extra: Partial<Outgoing> = {}): Outgoing => ({ id, text: "hello", at: "", state: "sending", ...extra });
const seqs = (log: Log) => log.messages.map((one) => one.seq);

describe("the log", () => {
  test("orders by seq, whatever the order of arrival and the time stamps", () => {
    const log = new Log();
    log.merge([message(3, "bot", { at: "2020-01-01T00:00:00Z" }), message(1)], true);
    log.merge([message(2, "agent", { at: "2030-01-01T00:00:00Z" })], true);
    expect(seqs(log)).toEqual([1, 2, 3]);
  });

  test("shows a seq once, however often it comes", () => {
    const log = new Log();
    log.merge([message(1), message(1)], true);
    expect(log.merge([message(1)], false)).toEqual([]);
    expect(seqs(log)).toEqual([1]);
  });

  test("does not move the cursor for an answer that overtook its question", () => {
    const log = new Log();
    log.merge([message(1)], true);
    log.merge([message(3)], false);
    expect(log.cursor).toBe(1);
  });

  test("takes a ticket's number when it comes, and reads from there until then", () => {
    const log = new Log();
    const ticket = { ref: "PD-1042", number: null, status: "on its way" };
    log.merge([message(1), message(2, "bot", { ticket }), message(3)], true);
    expect(log.start).toBe(1);
    expect(log.merge([message(2, "bot", { ticket: { ...ticket, number: "48213" } })], true)).toEqual([]);
    expect(log.messages[1]?.ticket?.number).toBe("48213");
    expect(log.start).toBe(3);
  });

  test("keeps an entry's key when the server confirms it, so its node stays", () => {
    const log = new Log();
    log.outgoing = [out("abc")];
    const before = log.entries.map((entry) => entry.key);
    log.merge([message(1, "customer", { client_msg_id: "abc" })], true);
    expect(log.entries.map((entry) => entry.key)).toEqual(before);
    expect(log.outgoing).toEqual([]);
  });

  test("confirms the oldest of two equal texts when the server's copy has no id", () => {
    const log = new Log();
    log.outgoing = [out("first"), out("second")];
    log.merge([message(1, "customer", { text: "hello" })], true);
    expect(log.outgoing.map((one) => one.id)).toEqual(["second"]);
  });

  test("offers only the newest prompt's choices", () => {
    const log = new Log();
    const choices = [{ id: "y", title: "Yes" }];
    log.merge([message(1, "bot", { choices }), message(2, "bot", { choices }), message(3)], true);
    expect(log.prompt).toBe(2);
  });

  test.each([
    ["a pending press of this very button", [], [out("p", { choice: "y", text: "Yes" })]],
    ["its title in the log, after a reload", [message(2, "customer", { text: "Yes" })], []],
  ])("knows a choice was taken by %s", (_name, later, pending) => {
    const log = new Log();
    const prompt = message(1, "bot", { choices: [{ id: "y", title: "Yes" }, { id: "n", title: "No" }] });
    log.merge([prompt, ...later], true);
    log.outgoing = pending;
    expect(log.chosen(prompt)?.id).toBe("y");
  });

  test("does not take an answer to a later prompt for an answer to this one", () => {
    const log = new Log();
    const choices = [{ id: "y", title: "Yes" }];
    const first = message(1, "bot", { choices });
    log.merge([first, message(2, "bot", { choices }), message(3, "customer", { text: "Yes" })], true);
    expect(log.chosen(first)).toBeUndefined();
  });

  test("offers no button from before a person spoke", () => {
    const log = new Log();
    const choices = [{ id: "k1", title: "Leave a message instead" }];
    log.merge([message(1, "system", { choices })], true);
    expect(log.prompt).toBe(1);
    log.merge([message(2, "agent")], true);
    expect(log.prompt).toBe(2);
    log.merge([message(3, "bot", { choices })], true);
    expect(log.prompt).toBe(3);
  });
});
