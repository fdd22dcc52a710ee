/**
 * `<plandesk-chat>`: the customer's chat, as a launcher with a panel or, with `inline`, filling its container.
 *
 * It never moves the focus on its own: only opening and closing by hand, and a choice taken by keyboard, do.
 */
import { html, nothing } from "lit/html.js";
import { Api, Problem } from "./api";
import css from "./chat.css?inline";
import { Composer } from "./composer";
import { Conversation, type ConversationHost } from "./conversation";
import { reflect, TemplateElement } from "./element";
import { icon } from "./icons";
import { type Acts, entry } from "./message";
import { Rows } from "./rows";
import { Scroll } from "./scroll";
import { Store, subjectOf } from "./store";
import type { Choice, Message, Session } from "./types";
import { Unread } from "./unread";

const TEXTS = ["endpoint", "identity"];
const FLAGS = ["inline", "open"];

export class PlandeskChat extends TemplateElement implements ConversationHost, Acts {
  static observedAttributes = [...TEXTS, ...FLAGS, "title"];
  declare endpoint: string | null;
  declare identity: string | null;
  declare inline: boolean;
  declare open: boolean;
  private heading = "Ask about your plan";
  private conversation: Conversation | null = null;
  private store = new Store("");
  private subject = "";
  private turn = 0;
  private problem = "";
  private said = "";
  private retry = 0;
  private wait = 1000;
  private readonly unread = new Unread(() => this.inline || this.open);
  private readonly rows = new Rows();
  private readonly view = new Scroll(this);
  private readonly composer = new Composer(this, (text) => this.submit(text));

  constructor() {
    super(css);
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
    void this.update();
  }

  arrived(messages: Message[]): void {
    this.unread.add(messages.filter((message) => message.from !== "customer").length);
    this.view.arrived(messages);
  }

  gone(kept: string): void {
    this.store.keep(null);
    this.composer.giveBack(kept);
    void this.begin().then(() => this.trouble("The conversation had ended, so this is a new one. What you typed is still in the box."));
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

  /** Copy a slip as it is read; cells are parted by tabs, so it lands well in a table too. */
  async copy(event: Event): Promise<void> {
    const parts = (event.target as HTMLElement).closest(".slip")!.querySelectorAll<HTMLElement>("table, p, small");
    this.said = await navigator.clipboard?.writeText(Array.from(parts, (part) => part.innerText).join("\n")).then(
      () => "Copied.",
      () => "",
    );
    this.said ||= "This browser did not allow copying.";
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
    return (this.endpoint ?? "").replace(/\/$/, "");
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
    this.turn = 0;
  }

  private async begin(): Promise<void> {
    this.end();
    const turn = (this.turn = performance.now());
    const api = new Api(this.base);
    let session = this.store.session(this.subject);
    this.composer.load(this.store);
    try {
      session ??= await api.open(this.identity ?? null, this.subject);
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
    const log = this.conversation?.log;
    const entries = log?.entries ?? [];
    const lastOwn = entries.findLast((one) => one.message.from === "customer");
    this.rows.draw(this.find("#log")!, entries, (index) => entry(entries, index, entries[index] === lastOwn, log!, this));
    this.view.settle();
  }

  private get status(): string {
    const { conversation } = this;
    if (this.said) return this.said;
    if (!conversation?.loaded) return this.turn && !this.problem ? "Connecting…" : "";
    if (!conversation.connected) return "Connection lost. Trying again; nothing you typed is lost.";
    if (conversation.slow) return "Still working on it. You can go on typing.";
    return conversation.typing ? "A reply is being written" : "";
  }

  protected draw() {
    return html`${this.inline ? nothing : this.launcher()}${this.panel()}`;
  }

  private launcher() {
    const { count } = this.unread;
    const label = this.open ? "Close the chat" : `${this.heading}${count ? `, ${count} unread` : ""}`;
    return html`<button id="launcher" part="launcher" type="button" aria-expanded=${this.open ? "true" : "false"} aria-controls="panel" aria-label=${label} @click=${() => (this.open ? this.close() : this.show())}>
      ${icon(this.open ? "close" : "chat")}${count ? html`<span id="badge" part="badge" aria-hidden="true">${count}</span>` : nothing}
    </button>`;
  }

  private panel() {
    const stuck = this.turn && !this.conversation;
    const account = this.conversation?.session.account;
    const busy = this.conversation?.loaded && this.conversation.typing;
    return html`<section id="panel" part="panel" role=${this.inline ? "region" : "dialog"} aria-labelledby="title" ?hidden=${!this.inline && !this.open} @keydown=${this.escape}>
      <header part="header">
        <h2 id="title" part="title">${this.heading}</h2>
        <p id="who">${account ? `Signed in as ${account.name}` : "Visitor, not signed in"}</p>
        ${this.inline ? nothing : html`<button id="close" type="button" aria-label="Close the chat" @click=${() => this.close()}>${icon("close")}</button>`}
      </header>
      <div id="middle">
        <div id="log" part="log" role="log" aria-label="Conversation" aria-live=${this.conversation?.loaded ? "polite" : "off"} aria-relevant="additions" tabindex="0" @scroll=${this.view.moved}></div>
      </div>
      <div id="state">
        <div id="status" role="status" class=${busy ? "busy" : ""}>${this.status}</div>
        ${this.view.unseen ? html`<button id="newer" type="button" class="quiet" @click=${() => this.view.toEnd(true)}>More below ${icon("down")}</button>` : nothing}
      </div>
      <div id="trouble" class=${this.problem ? "on" : ""}>
        <div id="alert" role="alert">${this.problem}</div>
        ${this.problem ? html`<button type="button" class="quiet" @click=${() => (stuck ? this.begin() : this.trouble(""))}>${stuck ? "Try again" : "Dismiss"}</button>` : nothing}
      </div>
      ${this.composer.render()}
    </section>`;
  }

  private escape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.inline || event.isComposing) return;
    event.stopPropagation();
    this.close();
  }
}

reflect(PlandeskChat, TEXTS, FLAGS);
