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

  /** Take in messages and return those not seen before, in order. A newer copy of a known one (its ticket moved on) replaces it. */
  merge(incoming: Message[], complete: boolean): Message[] {
    const known = new Map(this.messages.map((message) => [message.seq, message]));
    const fresh = new Map(incoming.filter((message) => !known.has(message.seq)).map((message) => [message.seq, message]));
    for (const message of incoming) known.set(message.seq, { ...known.get(message.seq), ...message });
    this.messages = [...known.values()].sort((a, b) => a.seq - b.seq);
    for (const message of this.messages) if (fresh.has(message.seq) && message.from === "customer") this.confirm(message);
    if (complete) this.cursor = Math.max(this.cursor, ...incoming.map((message) => message.seq));
    return this.messages.filter((message) => fresh.has(message.seq));
  }

  /** Where a read should start: the cursor, or before a ticket whose number is still to come. */
  get start(): number {
    const open = this.messages.find((message) => message.ticket && message.ticket.number === null);
    return open ? Math.min(open.seq - 1, this.cursor) : this.cursor;
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

  /** The `seq` of the newest message that offers choices: only its buttons may be pressed, until a person speaks. */
  get prompt(): number {
    return this.messages.findLast((message) => message.choices?.length || message.from === "agent")?.seq ?? 0;
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
