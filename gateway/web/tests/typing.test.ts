/** The page says that its customer is typing; how often that is heard is the gateway's to decide. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Stream, type StreamHost } from "../src/widget/stream";

const sent: string[] = [];

class OpenSocket {
  static OPEN = 1;
  readyState = 1;
  close(): void {}
  send(frame: string): void {
    sent.push(frame);
  }
}

const host: StreamHost = {
  address: "ws://desk.test",
  token: "token",
  cursor: 0,
  unfinished: false,
  received: () => {},
  heardTyping: () => {},
  sync: () => Promise.resolve(0),
  connection: () => {},
};

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("says so at a keystroke", () => {
  vi.stubGlobal("WebSocket", OpenSocket);
  const stream = new Stream(host);
  dispatchEvent(new Event("input"));
  stream.stop();
  dispatchEvent(new Event("input"));
  expect(sent).toEqual(["typing"]);
});

it("says nothing into a socket that is not open", () => {
  vi.stubGlobal("WebSocket", class extends OpenSocket { override readyState = 0; });
  const stream = new Stream(host);
  dispatchEvent(new Event("input"));
  stream.stop();
  expect(sent).toEqual([]);
});
