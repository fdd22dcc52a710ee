/** A browser's worth of fakes: a server that keeps a log, and the store and host a conversation needs. */
import { vi } from "vitest";
import { Api, Problem, Unreachable } from "../src/widget/api";
import { Conversation, type ConversationHost } from "../src/widget/conversation";
import { Store } from "../src/widget/store";
import type { Message, Session } from "../src/widget/types";

export const SESSION: Session = { session: "token", conversation: "c1", account: null, subject: "" };

export function message(seq: number, from: Message["from"] = "bot", extra: Partial<Message> = {}): Message {
  return { seq, from, text: `message ${seq}`, at: "2026-11-21T12:00:00Z", ...extra };
}

/** Answers like the gateway; `faults` are thrown, one per call, before it answers again. */
export class FakeServer extends Api {
  log: Message[] = [message(1)];
  faults: Error[] = [];
  calls: string[] = [];

  constructor() {
    super("");
  }

  override async send(_session: string, body: { client_msg_id: string; text?: string; choice?: string }): Promise<Message[]> {
    this.calls.push(body.client_msg_id);
    const fault = this.faults.shift();
    const lost = fault instanceof Unreachable && fault.message === "after storing";
    if (fault && !lost) throw fault;
    if (!this.log.some((one) => one.client_msg_id === body.client_msg_id)) {
      const text = body.text ?? `title of ${body.choice}`;
      this.log.push(message(this.log.length + 1, "customer", { text, client_msg_id: body.client_msg_id }));
      this.log.push(message(this.log.length + 1, "bot", { text: `about ${text}` }));
    }
    if (lost) throw fault;
    const own = this.log.find((one) => one.client_msg_id === body.client_msg_id)!;
    return this.log.filter((one) => one.seq > own.seq);
  }

  override async after(_session: string, seq: number): Promise<Message[]> {
    return this.log.filter((one) => one.seq > seq).map((one) => ({ ...one }));
  }
}

export class SilentSocket {
  static OPEN = 1;
  readyState = 0;
  close(): void {}
  send(): void {}
}

export function conversation(server = new FakeServer()) {
  const host: ConversationHost & Record<string, ReturnType<typeof vi.fn>> = {
    changed: vi.fn(),
    arrived: vi.fn(),
    gone: vi.fn(),
    refused: vi.fn(),
    trouble: vi.fn(),
  };
  return { server, host, chat: new Conversation(server, new Store("test"), SESSION, host) };
}

export { Problem, Unreachable };
