/** Keeps the newest message in view, unless the customer is reading further up: then it says that there is something new. */
import type { TemplateElement } from "./element";
import type { Message } from "./types";

const NEAR = 60;
const AIR = 12;
const TOGETHER = 4000;

export class Scroll {
  /** True when there is something below that has not been on the screen. */
  unseen = false;
  private atEnd = true;
  private goal: number | "end" | null = null;
  private group: { seq: number; at: number } | null = null;
  private put = 0;
  private watcher: ResizeObserver | null = null;

  constructor(private readonly host: TemplateElement) {}

  private get log(): HTMLElement | null {
    return this.host.find("#log");
  }

  /** Aim at the first message of an answer, so that a long one is read from its beginning. */
  arrived(messages: Message[]): void {
    const first = messages.find((message) => message.from !== "customer");
    if (!first) return;
    if (this.group && Date.now() - this.group.at > TOGETHER) this.group = null;
    if (!this.atEnd && !this.group) this.unseen = true;
    else this.goal = (this.group ??= { seq: first.seq, at: Date.now() }).seq;
  }

  toEnd(focus = false): void {
    this.goal = "end";
    this.atEnd = true;
    this.unseen = false;
    this.group = null;
    if (focus) this.log?.focus();
    this.host.update();
  }

  moved = (): void => {
    const { log } = this;
    if (!log) return;
    if (Math.abs(log.scrollTop - this.put) > 2) this.group = null;
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
    const target = log.querySelector<HTMLElement>(`[data-seq="${this.goal}"]`);
    log.scrollTop = target ? target.offsetTop - AIR : log.scrollHeight;
    this.put = log.scrollTop;
    this.goal = null;
    this.moved();
    if (!this.atEnd && !this.unseen) {
      this.unseen = true;
      void this.host.update();
    }
  }
}
