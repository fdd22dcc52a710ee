/** `<plandesk-console>`: the agents' side of the desk, from signing in to the last reply. */
import { html, type TemplateResult } from "lit/html.js";
import { Problem } from "../widget/api";
import { TemplateElement } from "../widget/element";
import slipCss from "../widget/slip.css?inline";
import { copied } from "../widget/copy";
import css from "./console.css?inline";
import { AgentApi } from "./api";
import { Desk, type DeskHost } from "./desk";
import type { Asked } from "./dialogs";
import type { Mode } from "./drafts";
import { End } from "./end";
import { type Command, command } from "./keys";
import { ended, signIn } from "./signin";
import { Sound } from "./sound";
import { workplace } from "./workplace";

const TICK = 15_000;
const RETRY = 4000;
const SETTLED = 1000;

export class Console extends TemplateElement implements DeskHost {
  readonly desk = new Desk(new AgentApi(), this);
  readonly sound = new Sound();
  /** Where the company's own sign-in begins, when there is one. */
  company: string | null = null;
  busy = false;
  mode: Mode = "reply";
  view: "queue" | "thread" | "card" = "queue";
  asked: Asked | null = null;
  /** The transcript's additions are read out; the transcript itself is not. */
  live = false;
  now = Date.now();
  private readonly end = new End(this);
  private tick: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super(slipCss + css);
  }

  connectedCallback(): void {
    addEventListener("keydown", this.key);
    addEventListener("hashchange", this.follow);
    this.tick = setInterval(() => {
      this.now = Date.now();
      void this.update();
    }, TICK);
    void this.begin();
  }

  disconnectedCallback(): void {
    removeEventListener("keydown", this.key);
    removeEventListener("hashchange", this.follow);
    clearInterval(this.tick);
  }

  private async begin(): Promise<void> {
    await this.desk.start();
    if (this.desk.phase === "unreachable") setTimeout(() => void this.begin(), RETRY);
    else if (this.desk.phase === "out") await this.offer();
    this.follow();
  }

  /** Offer the ways to sign in; the form stands without the company's. */
  private async offer(): Promise<void> {
    this.desk.problem ||= ended(location);
    this.company = await this.desk.api.ways().then(
      (ways) => ways.sign_on,
      () => null,
    );
    this.changed();
  }

  // What the desk reports.
  changed(): void {
    this.now = Date.now();
    void this.update();
  }

  called(): void {
    this.sound.play();
  }

  // Signing in and out.
  async signIn(email: string, password: string): Promise<void> {
    this.busy = true;
    void this.update();
    try {
      await this.desk.signIn(email, password);
      if (location.search) history.replaceState(null, "", location.pathname + location.hash);
      this.follow();
    } catch (error) {
      this.desk.problem = error instanceof Problem ? error.message : "The desk cannot be reached. Try again in a moment.";
    } finally {
      this.busy = false;
      await this.update();
    }
  }

  // What is looked at. The address says which conversation, so that a reload and a bookmark come back to it.
  private follow = (): void => {
    const wanted = decodeURIComponent(location.hash.slice(1)) || null;
    if (this.desk.phase !== "in" || wanted === this.desk.open) return void this.update();
    this.view = wanted ? "thread" : "queue";
    void this.desk.show(wanted);
  };

  async show(conversation: string, focus: boolean): Promise<void> {
    if (conversation !== this.desk.open) history.pushState(null, "", `#${encodeURIComponent(conversation)}`);
    this.view = "thread";
    this.mode = "reply";
    await this.desk.show(conversation);
    await this.update();
    if (focus) this.find(this.desk.mine ? "#box" : "h2[tabindex]")?.focus();
  }

  async close(): Promise<void> {
    const { open } = this.desk;
    history.pushState(null, "", location.pathname);
    this.view = "queue";
    await this.desk.show(null);
    this.find(`[data-conversation="${CSS.escape(open ?? "")}"]`)?.focus();
  }

  look(view: "thread" | "card"): void {
    this.view = view;
    void this.update();
  }

  // Writing.
  write(mode: Mode): void {
    this.mode = mode;
    this.view = "thread";
    void this.update().then(() => this.find("#box")?.focus());
  }

  typed(text: string): void {
    if (this.desk.open) this.desk.drafts.set(this.desk.open, this.mode, text);
    void this.update();
  }

  put(text: string): void {
    const { open, drafts } = this.desk;
    if (!open) return;
    const before = drafts.get(open, this.mode);
    drafts.set(open, this.mode, [before, text].filter(Boolean).join(before.endsWith(" ") ? "" : " "));
    void this.update().then(() => this.find("#box")?.focus());
  }

  macro(select: HTMLSelectElement): void {
    const chosen = this.desk.card?.macros.find((one) => one.id === select.value);
    select.value = "";
    if (chosen) this.put(chosen.text);
  }

  send(): void {
    const { open, drafts } = this.desk;
    this.end.stay();
    if (open) void this.desk.write(this.mode, drafts.get(open, this.mode));
  }

  leaveBox(): void {
    this.find("#log")?.focus();
  }

  async accept(): Promise<void> {
    const done = await this.desk.accept();
    await this.update();
    if (done) this.write("reply");
  }

  async copy(event: Event): Promise<void> {
    this.desk.say(await copied(event));
  }

  // Dialogs.
  ask(asked: Asked): void {
    this.asked = asked;
    void this.update().then(() => {
      const box = this.find<HTMLDialogElement>("dialog");
      if (box && !box.open) box.showModal();
    });
  }

  endAsking(): void {
    this.find<HTMLDialogElement>("dialog")?.close();
    this.asked = null;
    void this.update();
  }

  // Keys.
  readonly scrolled = (): void => this.end.moved();

  private key = (event: KeyboardEvent): void => {
    if (this.desk.phase !== "in") return;
    const asked = command(event, this.asked !== null);
    if (!asked) return;
    event.preventDefault();
    this.obey(asked);
  };

  private obey(asked: Command): void {
    const { open, mine, card } = this.desk;
    if (asked === "help") return this.ask("help");
    if (asked === "next" || asked === "previous") return this.step(asked === "next" ? 1 : -1);
    if (!open || !card) return;
    if (asked === "accept" && !mine) void this.accept();
    if (asked === "reply" || asked === "note") this.write(asked);
    if (asked === "macro") this.find("#macro")?.focus();
    if (asked === "card") this.look(this.view === "card" ? "thread" : "card");
    if (mine && (asked === "return" || asked === "transfer" || asked === "resolve")) this.ask(asked);
  }

  /** Move the focus along the queue; Enter then opens what has it. */
  private step(by: number): void {
    const rows = [...this.root.querySelectorAll<HTMLElement>(".row")];
    const at = rows.findIndex((row) => row === this.root.activeElement);
    const from = at >= 0 ? at : rows.findIndex((row) => row.dataset.conversation === this.desk.open);
    rows[Math.max(0, Math.min(rows.length - 1, from + by))]?.focus();
  }

  // What is shown.
  protected draw(): TemplateResult {
    return this.desk.phase === "in" ? workplace(this) : this.desk.phase === "starting" ? html`` : signIn(this);
  }

  protected drawn(): void {
    this.count();
    if (this.end.follow(this.desk.card ? this.desk.open : null)) this.quiet();
  }

  /** A conversation just opened is not read out; what comes from now on is. */
  private quiet(): void {
    this.live = false;
    setTimeout(() => {
      this.live = true;
      void this.update();
    }, SETTLED);
  }

  /** The title counts who waits and what the agent has not answered. */
  private count(): void {
    const { queue, me } = this.desk;
    const calls = queue.conversations.filter((row) => row.state === "waiting" || (row.agent?.id === me?.id && row.unread)).length;
    const title = `${calls ? `(${calls}) ` : ""}Support desk`;
    if (document.title !== title) document.title = title;
  }
}
