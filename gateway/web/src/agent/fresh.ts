/** Reads something again when asked, one read at a time: asked ten times during a read, it reads once more after it. */

export class Fresh {
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(private readonly read: () => Promise<void>) {}

  /** Resolves when a read that began after this call is done; rejects when that one fails. */
  now(): Promise<void> {
    if (!this.running) {
      this.running = this.read().finally(() => {
        this.running = null;
      });
      return this.running;
    }
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return this.now();
      });
    return this.next;
  }
}
