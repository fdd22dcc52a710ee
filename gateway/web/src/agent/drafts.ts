/** What an agent has typed and not sent, for each conversation: it survives a reload and an ended session. */

export type Mode = "reply" | "note";

export class Drafts {
  constructor(private readonly agent: string) {}

  get(conversation: string, mode: Mode): string {
    return sessionStorage.getItem(this.key(conversation, mode)) ?? "";
  }

  set(conversation: string, mode: Mode, text: string): void {
    if (text) sessionStorage.setItem(this.key(conversation, mode), text);
    else sessionStorage.removeItem(this.key(conversation, mode));
  }

  /** Put back what could not be sent, before anything typed since. */
  giveBack(conversation: string, mode: Mode, text: string): void {
    this.set(conversation, mode, [text, this.get(conversation, mode)].filter(Boolean).join("\n"));
  }

  private key(conversation: string, mode: Mode): string {
    return `plandesk:desk:${this.agent}:${conversation}:${mode}`;
  }
}
