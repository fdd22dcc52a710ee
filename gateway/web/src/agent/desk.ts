/**
 * What the console knows and does: who is signed in, the queue, the open conversation, and what is on its way.
 *
 * The server decides everything; here is only what it last said. Nothing typed is lost: a reply leaves the page when
 * the server has it, or its text goes back into the box.
 */
import { Problem, Unreachable } from "../widget/api";
import { pause } from "../widget/retry";
import type { AgentApi } from "./api";
import { Drafts, type Mode } from "./drafts";
import { Fresh } from "./fresh";
import { Live, type LiveHost } from "./live";
import type { Card, Me, Pending, Presence, Queue, Row } from "./types";

export type Phase = "starting" | "unreachable" | "missing" | "out" | "in";

export interface DeskHost {
  changed(): void;
  /** A customer waits who did not before, or one of this agent's has written. */
  called(): void;
}

const HEARTBEAT = 20_000;
const SAID = 6000;
/** Well within the minute after which the server takes a silent agent for gone. */
const LAPSE = 45_000;
const id = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

export class Desk implements LiveHost {
  phase: Phase = "starting";
  me: Me | null = null;
  queue: Queue = { conversations: [], online: [] };
  /** The queue has been read at least once. */
  loaded = false;
  /** The conversation that is open, and its card once it has been read. */
  open: string | null = null;
  card: Card | null = null;
  pending: Pending[] = [];
  problem = "";
  said = "";
  connected = true;
  drafts = new Drafts("");
  private live: Live | null = null;
  private saidAt = 0;
  private wasUnlisted = false;
  private saying: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private readonly freshQueue = new Fresh(() => this.readQueue());
  private readonly freshCard = new Fresh(() => this.readCard());

  constructor(
    readonly api: AgentApi,
    private readonly host: DeskHost,
  ) {}

  /** Find out who is signed in. */
  async start(): Promise<void> {
    try {
      this.entered(await this.api.me());
    } catch (error) {
      if (!(error instanceof Problem)) this.phase = "unreachable";
      else if (error.status === 401) this.phase = "out";
      else if (error.status === 404) this.phase = "missing";
      else this.fail(error);
      this.host.changed();
    }
  }

  /** Raises the Problem that says why not. */
  async signIn(email: string, password: string): Promise<void> {
    await this.api.signIn(email, password);
    this.problem = "";
    this.entered(await this.api.me());
  }

  async signOut(): Promise<void> {
    await this.api.signOut().catch((error) => this.fail(error));
    this.left();
    this.open = this.card = null;
    this.queue = { conversations: [], online: [] };
    this.host.changed();
  }

  private entered(me: Me): void {
    this.left();
    if (this.me && this.me.id !== me.id) this.open = this.card = null;
    this.me = me;
    this.saidAt = Date.now();
    this.drafts = new Drafts(me.id);
    this.phase = "in";
    this.live = new Live(this.api.stream, this);
    this.beat = setInterval(() => void this.stillHere(), HEARTBEAT);
    this.lookAgain();
    this.host.changed();
  }

  private left(): void {
    this.phase = "out";
    this.loaded = false;
    this.live?.stop();
    this.live = null;
    clearInterval(this.beat);
  }

  /** Being online is said again and again, because a closed laptop says nothing. */
  private async stillHere(): Promise<void> {
    if (this.me?.presence !== "online") return;
    await this.api.presence("online").then(
      () => this.is("online"),
      (error) => this.fail(error),
    );
  }

  private is(presence: Presence): void {
    if (this.me) this.me = { ...this.me, presence };
    this.saidAt = Date.now();
  }

  /** Another window of the same agent may have changed it: what the server says holds, unless we were long silent. */
  private followPresence(): void {
    const listed = this.queue.online.some((one) => one.id === this.me?.id);
    if (listed && this.me?.presence === "away") this.is("online");
    if (!listed && this.me?.presence === "online" && Date.now() - this.saidAt < LAPSE) this.is("away");
  }

  async setPresence(presence: Presence): Promise<void> {
    try {
      await this.api.presence(presence);
      this.is(presence);
      this.say(presence === "online" ? "You are online." : "You are away.");
      await this.freshQueue.now();
    } catch (error) {
      this.fail(error);
    }
  }

  // What the stream reports.
  news(conversation: string | null): void {
    if (!conversation) this.freshQueue.now().catch((error) => this.fail(error));
    else if (conversation === this.open) this.freshCard.now().catch((error) => this.fail(error));
  }

  lookAgain(): void {
    this.news(null);
    if (this.open) this.news(this.open);
  }

  connection(up: boolean): void {
    this.connected = up;
    this.host.changed();
  }

  private async readQueue(): Promise<void> {
    const before = new Map(this.queue.conversations.map((row) => [row.conversation, row]));
    try {
      this.queue = await this.api.queue();
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return this.nothingThere();
      throw error;
    }
    this.followPresence();
    if (this.loaded && this.queue.conversations.some((row) => this.calls(row, before.get(row.conversation)))) this.host.called();
    this.loaded = true;
    if (this.unlisted !== this.wasUnlisted) {
      this.wasUnlisted = this.unlisted;
      this.live?.plan();
    }
    this.reached();
  }

  /** This desk signs agents in and has no queue for them: say so, and stop asking. */
  private nothingThere(): void {
    this.left();
    this.phase = "missing";
    this.host.changed();
  }

  private calls(row: Row, before: Row | undefined): boolean {
    if (row.state === "waiting") return before?.state !== "waiting";
    return row.agent?.id === this.me?.id && row.unread > (before?.unread ?? 0);
  }

  private async readCard(): Promise<void> {
    const asked = this.open;
    if (!asked) return;
    const card = await this.api.card(asked);
    if (asked !== this.open) return;
    this.card = card;
    const known = new Set(card.messages.map((message) => message.client_msg_id));
    this.pending = this.pending.filter((one) => !known.has(one.id));
    this.reached();
  }

  private reached(): void {
    this.connected = true;
    this.host.changed();
  }

  // What the agent does.
  get mine(): boolean {
    return this.card?.state === "human" && this.holder === this.me?.id;
  }

  /** The id of the agent who has the open conversation. */
  get holder(): string | undefined {
    return (this.card?.agent ?? this.row?.agent)?.id;
  }

  get unlisted(): boolean {
    return this.open !== null && this.loaded && !this.row;
  }

  get row(): Row | undefined {
    return this.queue.conversations.find((row) => row.conversation === this.open);
  }

  async show(conversation: string | null): Promise<void> {
    if (conversation !== this.open) this.card = null;
    this.open = conversation;
    this.problem = "";
    this.host.changed();
    await this.freshCard.now().catch((error) => this.fail(error));
  }

  /** Do something with the open conversation and read what came of it; returns whether it was done. */
  async act(what: string, body: object, done: string): Promise<boolean> {
    const { open } = this;
    if (!open) return false;
    this.problem = "";
    try {
      await this.api.act(open, what, body);
      this.say(done);
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    } finally {
      this.lookAgain();
    }
  }

  accept = () => this.act("accept", { client_id: id() }, "The conversation is yours.");

  /** Send what is in the box; it comes back into the box when it cannot be sent. */
  async write(mode: Mode, text: string): Promise<void> {
    const { open } = this;
    if (!open || !text.trim()) return;
    this.drafts.set(open, mode, "");
    this.problem = "";
    const one: Pending = { id: id(), conversation: open, text: text.trim(), at: new Date().toISOString() };
    if (mode === "reply") this.pending = [...this.pending, one];
    this.host.changed();
    const body = mode === "reply" ? { client_msg_id: one.id, text: one.text } : { client_id: one.id, text: one.text };
    try {
      await this.deliver(open, mode, body);
      if (mode === "note") this.say("The note is kept.");
      this.lookAgain();
    } catch (error) {
      this.pending = this.pending.filter((other) => other !== one);
      this.drafts.giveBack(open, mode, one.text);
      this.fail(error);
    }
  }

  private async deliver(conversation: string, mode: Mode, body: object): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        await this.api.act(conversation, mode, body);
        return;
      } catch (error) {
        const wait = pause(error, tried);
        if (wait === null) throw error;
        if (error instanceof Unreachable) this.connection(false);
        await new Promise((go) => setTimeout(go, wait));
      }
    }
  }

  /** Say what was done, for a while. */
  say(words: string): void {
    clearTimeout(this.saying);
    this.said = words;
    this.saying = setTimeout(() => {
      this.said = "";
      this.host.changed();
    }, SAID);
    this.host.changed();
  }

  dismiss(): void {
    this.problem = "";
    this.host.changed();
  }

  private fail(error: unknown): void {
    if (error instanceof Problem && error.status === 401) {
      this.left();
      this.problem = "Your session has ended. Sign in again; what you typed is kept.";
    } else if (error instanceof Problem) this.problem = error.message;
    else if (error instanceof Unreachable) this.connected = false;
    else throw error;
    this.host.changed();
  }
}
