/**
 * One conversation, from its session to its end: what is known, what is on its way, and what went wrong.
 *
 * Every message gets its id before the first try, so trying again is always safe; a message leaves `outgoing`
 * only when the server has it or the customer has the text back.
 */
import { type Api, Problem } from "./api";
import { Log } from "./log";
import { forGood, pause } from "./retry";
import type { Store } from "./store";
import { Stream, type StreamHost } from "./stream";
import type { Choice, Message, Outgoing, Session } from "./types";

export interface ConversationHost {
  changed(): void;
  /** Messages that were not there before, in order; not called for history. */
  arrived(messages: Message[]): void;
  /** The server no longer knows the session; `kept` is what was typed and not delivered. */
  gone(kept: string): void;
  /** A message was refused for good: the customer gets the text back and is told why. */
  refused(text: string, reason: string): void;
  trouble(reason: string): void;
}

const SLOW = 8000;
const SETTLED = 1000;
const PAGE = 50;

export class Conversation implements StreamHost {
  readonly log = new Log();
  /** The history has been read. */
  loaded = false;
  /** What comes now is news, to be read out; history is not. A greeting alone is. */
  live = false;
  connected = true;
  serverTyping = false;
  slow = false;
  private inFlight = 0;
  private slowTimer = 0;
  private stream: Stream | null = null;
  private reading: Promise<number> = Promise.resolve(0);
  private stopped = false;

  constructor(
    private readonly api: Api,
    private readonly store: Store,
    readonly session: Session,
    private readonly host: ConversationHost,
  ) {}

  /** Read the history, then follow. What a reload interrupted is offered to be sent again. */
  async start(): Promise<void> {
    await this.sync().catch((error) => this.failed(error));
    if (this.stopped) return;
    const unsent = this.store.outgoing(this.session.conversation).filter((out) => !this.log.has(out.id));
    this.log.outgoing = unsent.map((out) => ({ ...out, state: "failed" }));
    this.loaded = true;
    this.live = this.log.messages.length < 2;
    this.changed();
    setTimeout(() => this.set({ live: true }), SETTLED);
    this.stream = new Stream(this);
  }

  // What the stream asks of a conversation.
  get address(): string {
    return this.api.stream;
  }

  get token(): string {
    return this.session.session;
  }

  get cursor(): number {
    return this.log.cursor;
  }

  get unfinished(): boolean {
    return this.log.start < this.log.cursor;
  }

  received(messages: Message[]): void {
    this.receive(messages, true);
  }

  heardTyping(serverTyping: boolean): void {
    this.set({ serverTyping });
  }

  connection(connected: boolean): void {
    this.set({ connected });
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.slowTimer);
    this.stream?.stop();
  }

  get typing(): boolean {
    return this.connected && (this.serverTyping || this.inFlight > 0);
  }

  say(text: string, choice?: Choice): void {
    const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
    const out: Outgoing = { id, text, choice: choice?.id, at: new Date().toISOString(), state: "sending" };
    this.log.outgoing = [...this.log.outgoing, out];
    void this.deliver(out);
  }

  again(id: string): void {
    const out = this.log.outgoing.find((one) => one.id === id);
    if (out) void this.deliver(out);
  }

  private async deliver(out: Outgoing): Promise<void> {
    const body = { client_msg_id: out.id, ...(out.choice ? { choice: out.choice } : { text: out.text }) };
    let warned = false;
    for (let tried = 1; !this.stopped; tried++) {
      this.mark(out, "sending");
      const answer = await this.attempt(body);
      if (this.stopped) return;
      if (Array.isArray(answer)) {
        if (warned) this.host.trouble("");
        return this.settle(out, answer);
      }
      if (!this.log.outgoing.includes(out)) return; // The answer was lost, but the stream has shown that the message was not.
      const wait = pause(answer, tried);
      if (wait === null) return this.giveUp(out, answer);
      this.mark(out, "waiting");
      if (answer instanceof Problem && answer.status === 429) {
        warned = true;
        this.host.trouble(answer.message);
      }
      await new Promise((go) => {
        setTimeout(go, wait);
        addEventListener("online", go, { once: true });
      });
    }
  }

  private async attempt(body: Parameters<Api["send"]>[1]): Promise<Message[] | Error> {
    this.inFlight++;
    clearTimeout(this.slowTimer);
    this.slowTimer = setTimeout(() => this.set({ slow: true }), SLOW) as unknown as number;
    const answer = await this.api.send(this.session.session, body).catch((error: Error) => error);
    if (!--this.inFlight) this.hush();
    this.changed();
    return answer;
  }

  /** The server has it. Its copy may be in the answer, come by the stream, or need to be read. */
  private async settle(out: Outgoing, answer: Message[]): Promise<void> {
    if (!this.log.has(out.id) && !answer.some((message) => message.client_msg_id === out.id))
      await this.sync().catch(() => 0);
    this.log.drop(out.id);
    this.receive(answer, false);
    this.keep();
  }

  private giveUp(out: Outgoing, error: unknown): void {
    if (forGood(error)) {
      this.log.drop(out.id);
      this.keep();
      this.host.refused(out.choice ? "" : out.text, error.message);
      return void this.sync().catch(() => 0);
    }
    this.mark(out, "failed");
    this.failed(error);
  }

  private failed(error: unknown): void {
    if (this.stopped) return;
    if (error instanceof Problem && error.status === 401) {
      const kept = this.log.outgoing.filter((out) => !out.choice).map((out) => out.text);
      this.stop();
      this.store.keepOutgoing(this.session.conversation, []);
      this.host.gone(kept.join("\n"));
    } else if (error instanceof Problem) this.host.trouble(error.message);
    else this.set({ connected: false });
  }

  /** Read everything after the cursor, one read at a time; later callers wait for their own. */
  sync(): Promise<number> {
    const read = async () => {
      let fresh = 0;
      for (let page = PAGE, from = this.log.start; page >= PAGE && !this.stopped; ) {
        const messages = await this.api.after(this.session.session, from);
        if (this.stopped) return 0;
        fresh += this.receive(messages, true).length;
        const last = Math.max(from, ...messages.map((message) => message.seq));
        page = last > from ? messages.length : 0;
        from = last;
      }
      return fresh;
    };
    this.reading = this.reading.catch(() => 0).then(read);
    this.reading.catch((error) => error instanceof Problem && error.status === 401 && this.failed(error));
    return this.reading;
  }

  private receive(messages: Message[], complete: boolean): Message[] {
    if (this.stopped) return [];
    const before = this.log.outgoing.length;
    const fresh = this.log.merge(messages, complete);
    if (this.log.outgoing.length < before) this.keep();
    if (fresh.some((message) => message.from !== "customer")) this.hush();
    if (fresh.length && this.loaded) this.host.arrived(fresh);
    this.changed();
    return fresh;
  }

  private hush(): void {
    clearTimeout(this.slowTimer);
    this.serverTyping = this.slow = false;
  }

  private mark(out: Outgoing, state: Outgoing["state"]): void {
    out.state = state;
    this.keep();
    this.changed();
  }

  private keep(): void {
    this.store.keepOutgoing(this.session.conversation, this.log.outgoing);
  }

  private set(state: Partial<Pick<Conversation, "connected" | "serverTyping" | "slow" | "live">>): void {
    Object.assign(this, state);
    this.changed();
  }

  private changed(): void {
    if (!this.stopped) this.host.changed();
  }
}
