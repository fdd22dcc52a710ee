/** Keeps the newest message in view, unless the customer is reading further up: then it says that there is something new. */
import type { TemplateElement } from "./element";
import type { Message } from "./types";

const NEAR = 60;
const AIR = 12;

export class Scroll {
  unseen = false;
  private atEnd = true;
  private goal: number | "end" | null = null;
  private watcher: ResizeObserver | null = null;

  constructor(private readonly host: TemplateElement) {}

  private get log(): HTMLElement | null {
    return this.host.find("#log");
  }

  /** Aim at the first of the new messages, so that a long answer is read from its beginning. */
  arrived(messages: Message[]): void {
    const first = messages.find((message) => message.from !== "customer");
    if (!first) return;
    if (this.atEnd) this.goal ??= first.seq;
    else this.unseen = true;
  }

  toEnd(focus = false): void {
    this.goal = "end";
    this.atEnd = true;
    this.unseen = false;
    if (focus) this.log?.focus();
    this.host.update();
  }

  moved = (): void => {
    const { log } = this;
    if (!log) return;
    this.atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    if (this.atEnd && this.unseen) {
      this.unseen = false;
      this.host.update();
    }
  };

  /** Called after every render. */
  settle(): void {
    const { log } = this;
    if (!log) return;
    if (!this.watcher) {
      this.watcher = new ResizeObserver(() => this.atEnd && (log.scrollTop = log.scrollHeight));
      this.watcher.observe(log);
    }
    if (this.goal === null) return;
    const target = this.goal === "end" ? null : log.querySelector<HTMLElement>(`[data-seq="${this.goal}"]`);
    log.scrollTop = target ? target.offsetTop - AIR : log.scrollHeight;
    this.goal = null;
  }
}
