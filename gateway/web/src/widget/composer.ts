/** The box the customer types into. Its text survives a reload, and is only emptied when the message is on its way. */
import { html, nothing } from "lit/html.js";
import type { TemplateElement } from "./element";
import { icon } from "./icons";
import type { Store } from "./store";

const LIMIT = 2000;
const NEAR = 200;

/** Characters as a person counts them, near enough, and as the server does. */
const length = (text: string) => [...text].length;

export class Composer {
  private text = "";
  private store: Store | null = null;

  constructor(
    private readonly host: TemplateElement & { trouble(reason: string): void },
    /** Returns whether the message was taken. */
    private readonly submit: (text: string) => boolean,
  ) {}

  load(store: Store): void {
    this.store = store;
    this.set(this.text || store.draft);
  }

  put(text: string): void {
    this.set(text);
    this.focus();
    this.box?.setSelectionRange(text.length, text.length);
  }

  /** Return undelivered text to the box, before anything typed since. */
  giveBack(text: string): void {
    if (text) this.set([text, this.text].filter(Boolean).join("\n"));
  }

  clear(): void {
    this.set("");
  }

  focus(): void {
    this.box?.focus();
  }

  private get box(): HTMLTextAreaElement | null {
    return this.host.find("textarea");
  }

  private set(text: string): void {
    this.text = text;
    if (this.store) this.store.draft = text;
    this.host.update();
  }

  private send = (event: Event): void => {
    event.preventDefault();
    const over = length(this.text) - LIMIT;
    if (over > 0) return this.host.trouble(`The message is ${over} characters too long; ${LIMIT.toLocaleString("en-US")} is the most.`);
    if (this.text.trim() && this.submit(this.text.trim())) this.set("");
  };

  private key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) this.send(event);
  };

  render() {
    const left = LIMIT - length(this.text);
    return html`<form part="composer" @submit=${this.send}>
      <label class="unseen" for="text">Your message</label>
      <textarea id="text" part="input" rows=${Math.min(6, this.text.split("\n").length)} placeholder="Type your question" enterkeyhint="send" autocomplete="off" dir="auto" aria-describedby="counter" aria-invalid=${left < 0 ? "true" : nothing} .value=${this.text} @input=${(event: InputEvent) => this.set((event.target as HTMLTextAreaElement).value)} @keydown=${this.key}></textarea>
      <button id="send" part="send" type="submit" aria-label="Send">${icon("send")}</button>
      <p id="counter" class=${left < 0 ? "over" : ""}>${left > NEAR ? nothing : left < 0 ? `${-left} over the limit` : `${left} characters left`}</p>
    </form>`;
  }
}
