/**
 * `<plandesk-chat>`: the customer's chat, as a launcher with a panel or, with `inline`, filling its container.
 *
 * It never moves the focus on its own: only opening and closing by hand, and a choice taken by keyboard, do.
 */
import { html, nothing } from "lit/html.js";
import { Api, Problem } from "./api";
import css from "./chat.css?inline";
import { Composer } from "./composer";
import { copied } from "./copy";
import { Conversation, type ConversationHost } from "./conversation";
import { TemplateElement } from "./element";
import { launcher, panel } from "./frame";
import { type Acts, entry } from "./message";
import { Rows } from "./rows";
import { Scroll } from "./scroll";
import { Store, subjectOf } from "./store";
import type { Choice, Message, Session } from "./types";
import { Unread } from "./unread";

export class PlandeskChat extends TemplateElement implements ConversationHost, Acts {
  static observedAttributes = ["endpoint", "identity", "inline", "open", "title"];
  // What the frame shows.
  heading = "Ask about your plan";
  conversation: Conversation | null = null;
  private store = new Store("");
  private subject = "";
  turn = 0;
  /** Whether the log has to be drawn again; a keystroke must not cost a whole conversation. */
  private stale = true;
  problem = "";
  said = "";
  private retry = 0;
  private wait = 1000;
  readonly unread = new Unread(() => this.inline || this.open);
  private readonly rows = new Rows();
  readonly view = new Scroll(this);
  readonly composer = new Composer(this, (text) => this.submit(text));

  constructor() {
    super(css);
  }

  // A page may set attributes or these properties: the attribute is the state.
  get identity(): string | null {
    return this.getAttribute("identity");
  }

  set identity(token: string | null) {
    if (token) this.setAttribute("identity", token);
    else this.removeAttribute("identity");
  }

  get inline(): boolean {
    return this.hasAttribute("inline");
  }

  get open(): boolean {
    return this.hasAttribute("open");
  }

  set open(on: boolean) {
    this.toggleAttribute("open", on);
  }

  /** `title` names the chat; it is taken off the element, or browsers would show it as a tooltip over everything. */
  attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name === "title" && value) {
      this.heading = value;
      this.removeAttribute(name);
    }
    if (!this.isConnected || old === value) return;
    if (name === "identity" && subjectOf(value) !== this.subject) {
      if (this.subject) this.composer.clear();
      this.restore();
    }
    if (name === "endpoint") this.restore();
    if (name === "open" && this.open && !this.turn) void this.begin();
    void this.update();
  }

  connectedCallback(): void {
    addEventListener("storage", this.followTab);
    document.addEventListener("visibilitychange", this.update);
    this.restore();
    void this.update();
  }

  disconnectedCallback(): void {
    removeEventListener("storage", this.followTab);
    document.removeEventListener("visibilitychange", this.update);
    this.end();
    this.unread.clear();
  }

  /** Open the panel and put `text` into the composer, for the customer to send or change. */
  ask(text: string): void {
    this.open = true;
    void this.update().then(() => this.composer.put(text));
  }

  /** Leave this conversation and begin a new one. */
  restart(): void {
    this.store.keep(null);
    void this.begin();
  }

  show(): void {
    this.open = true;
    void this.update().then(() => this.composer.focus());
  }

  close(): void {
    this.open = false;
    void this.update().then(() => this.find("#launcher")?.focus());
  }

  // What the conversation reports.
  changed(): void {
    this.stale = true;
    void this.update();
  }

  arrived(messages: Message[]): void {
    this.unread.add(messages.filter((message) => message.from !== "customer").length);
    this.view.arrived(messages);
  }

  gone(kept: string): void {
    this.store.keep(null);
    this.composer.giveBack(kept);
    void this.begin().then(() => this.trouble("The conversation had ended, so this is a new one. What you typed is in the box."));
  }

  refused(text: string, reason: string): void {
    this.composer.giveBack(text);
    this.trouble(reason);
  }

  trouble(reason: string): void {
    this.problem = reason;
    void this.update();
  }

  // What the customer does.
  choose(choice: Choice): void {
    const byKeyboard = this.find("button:focus-visible[data-choice]");
    this.problem = "";
    this.view.toEnd();
    this.conversation?.say(choice.title, choice);
    if (byKeyboard) this.composer.focus();
  }

  again(id: string): void {
    this.problem = "";
    this.conversation?.again(id);
  }

  async copy(event: Event): Promise<void> {
    this.said = await copied(event);
    void this.update();
    setTimeout(() => {
      this.said = "";
      void this.update();
    }, 4000);
  }

  private submit(text: string): boolean {
    if (!this.conversation?.loaded) return false;
    this.problem = "";
    this.view.toEnd();
    this.conversation.say(text);
    return true;
  }

  // Sessions.
  private get base(): string {
    return (this.getAttribute("endpoint") ?? "").replace(/\/$/, "");
  }

  /** Go on with the stored session; a launcher opens a new one only when it is first used. */
  private restore(): void {
    this.end();
    this.store = new Store(this.base);
    this.subject = subjectOf(this.identity);
    if (this.inline || this.open || this.store.session(this.subject)) void this.begin();
  }

  private end(): void {
    clearTimeout(this.retry);
    this.conversation?.stop();
    this.conversation = null;
    this.stale = true;
    this.turn = 0;
  }

  async begin(): Promise<void> {
    this.end();
    const turn = (this.turn = performance.now());
    const api = new Api(this.base);
    let session = this.store.session(this.subject);
    this.composer.load(this.store);
    try {
      session ??= await api.open(this.identity, this.subject);
    } catch (error) {
      if (turn === this.turn) this.notOpened(error);
      return;
    }
    if (turn !== this.turn) return;
    this.problem = "";
    this.wait = 1000;
    this.follow(session);
  }

  private follow(session: Session): void {
    this.store.keep(session);
    this.conversation = new Conversation(new Api(this.base), this.store, session, this);
    this.view.toEnd();
    void this.conversation.start();
    this.changed();
  }

  /** Say why there is no session. A server that did not answer is tried again; one that refused is not. */
  private notOpened(error: unknown): void {
    const refused = error instanceof Problem && !error.passing;
    if (refused && error.status === 401) this.dispatchEvent(new CustomEvent("plandesk-identity", { bubbles: true, composed: true }));
    this.trouble(error instanceof Problem ? error.message : "The chat cannot be reached. It tries again by itself.");
    if (!refused) this.retry = setTimeout(() => this.begin(), this.wait) as unknown as number;
    this.wait = Math.min(this.wait * 2, 30_000);
  }

  /** Another tab of the same person has begun a new conversation: this one follows it. */
  private followTab = (event: StorageEvent): void => {
    const session = Store.announced(event, this.store.key, this.subject);
    if (!session || !this.conversation || session.session === this.conversation.session.session) return;
    this.end();
    this.turn = performance.now();
    this.follow(session);
  };

  // What is shown.
  protected drawn(): void {
    if (this.inline || this.open) this.unread.seen();
    if (this.stale) this.drawLog();
    this.view.settle();
  }

  protected draw() {
    return html`${this.inline ? nothing : launcher(this)}${panel(this)}`;
  }

  private drawLog(): void {
    const log = this.conversation?.log;
    const entries = (this.conversation?.loaded && log?.entries) || [];
    const lastOwn = entries.findLast((one) => one.message.from === "customer");
    this.stale = false;
    this.rows.draw(this.find("#log")!, entries, (index) => entry(entries, index, entries[index] === lastOwn, log!, this));
  }
}
