/** Keeps the transcript at its end while one reads there, and leaves it alone while one reads further up. */
import type { TemplateElement } from "../widget/element";

const NEAR = 60;

export class End {
  private shown: string | null = null;
  private at = true;

  constructor(private readonly host: TemplateElement) {}

  /** Called when the transcript was scrolled, by hand or by us. */
  moved(): void {
    const { log } = this;
    if (log) this.at = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  }

  /** Go to the end with the next thing drawn. */
  stay(): void {
    this.at = true;
  }

  /** Called after every drawing, with the conversation that is shown; returns whether it has just been opened. */
  follow(open: string | null): boolean {
    const opened = open !== null && open !== this.shown;
    this.shown = open;
    if (opened) this.at = true;
    const { log } = this;
    if (log && this.at) log.scrollTop = log.scrollHeight;
    return opened;
  }

  private get log(): HTMLElement | null {
    return this.host.find("#log");
  }
}
