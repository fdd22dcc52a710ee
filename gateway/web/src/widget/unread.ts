/** Counts what came in while nobody was looking, and says so in the page's title. */
export class Unread {
  count = 0;

  constructor(private readonly shown: () => boolean) {}

  add(messages: number): void {
    if (this.shown() && !document.hidden) return;
    this.count += messages;
    this.title();
  }

  /** Called whenever the log is on the screen. */
  seen(): void {
    if (this.count && this.shown() && !document.hidden) this.clear();
  }

  clear(): void {
    this.count = 0;
    this.title();
  }

  private title(): void {
    const bare = document.title.replace(/^\(\d+\) /, "");
    const title = this.count ? `(${this.count}) ${bare}` : bare;
    if (document.title !== title) document.title = title;
  }
}
