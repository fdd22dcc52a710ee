/**
 * The conversation as the customer sees it: the server's messages by `seq`, then what is still on its way.
 *
 * Time never orders anything, and a `seq` or a `client_msg_id` seen twice is one message. `cursor` only moves
 * with complete reads (stream and history), so an answer that overtakes the question cannot hide it.
 */
import type { Choice, Message, Outgoing } from "./types";

export interface Entry {
  key: string;
  message: Message;
  outgoing: Outgoing | null;
}

export class Log {
  messages: Message[] = [];
  outgoing: Outgoing[] = [];
  cursor = 0;

  /** Take in messages and return those not seen before, in order. */
  merge(incoming: Message[], complete: boolean): Message[] {
    const known = new Set(this.messages.map((message) => message.seq));
    const fresh = incoming.filter((message) => !known.has(message.seq) && known.add(message.seq));
    this.messages = [...this.messages, ...fresh].sort((a, b) => a.seq - b.seq);
    for (const message of fresh) if (message.from === "customer") this.confirm(message);
    if (complete) this.cursor = Math.max(this.cursor, ...incoming.map((message) => message.seq));
    return fresh.sort((a, b) => a.seq - b.seq);
  }

  /** Forget the pending twin of a stored message. Without an id the oldest with the same words is meant. */
  private confirm(message: Message): void {
    const id = message.client_msg_id;
    const twin = this.outgoing.find((out) => (id ? out.id === id : out.text === message.text));
    if (twin) {
      message.client_msg_id = twin.id;
      this.drop(twin.id);
    }
  }

  drop(id: string): void {
    this.outgoing = this.outgoing.filter((out) => out.id !== id);
  }

  has(id: string): boolean {
    return this.messages.some((message) => message.client_msg_id === id);
  }

  /** Everything to show; an entry keeps its key when the server confirms it, so its node stays where it is. */
  get entries(): Entry[] {
    return [
      ...this.messages.map((message) => ({ key: message.client_msg_id || `${message.seq}`, message, outgoing: null })),
      ...this.outgoing.map((outgoing) => ({
        key: outgoing.id,
        message: { seq: 0, from: "customer" as const, text: outgoing.text, at: outgoing.at },
        outgoing,
      })),
    ];
  }

  /** The `seq` of the newest message that offers choices: only its buttons may be pressed. */
  get prompt(): number {
    return this.messages.findLast((message) => message.choices?.length)?.seq ?? 0;
  }

  /** The choice the customer took from this message, if any. */
  chosen(message: Message): Choice | undefined {
    const said = this.entries.filter((entry) => entry.message.from === "customer" && (entry.outgoing || entry.message.seq > message.seq));
    const next = this.messages.find((later) => later.seq > message.seq && later.choices?.length)?.seq ?? Infinity;
    return message.choices?.find((choice) =>
      said.some(({ message: own, outgoing }) => (outgoing ? outgoing.choice === choice.id : own.seq < next && own.text === choice.title)),
    );
  }
}
