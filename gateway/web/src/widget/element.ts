/**
 * The few lines a Lit template needs to live in a custom element, at a third of LitElement's weight.
 *
 * The stylesheet is adopted, never written into the page, so a policy without inline styles allows it.
 */
import { render, type TemplateResult } from "lit/html.js";

export abstract class TemplateElement extends HTMLElement {
  readonly root = this.attachShadow({ mode: "open" });
  private planned: Promise<void> | null = null;

  constructor(css: string) {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet];
  }

  protected abstract draw(): TemplateResult;
  protected drawn?(): void;

  /** Draw once, after everything that happens now; resolves when the page shows it. */
  update = (): Promise<void> =>
    (this.planned ??= Promise.resolve().then(() => {
      this.planned = null;
      render(this.draw(), this.root, { host: this });
      this.drawn?.();
    }));

  find<E extends HTMLElement>(selector: string): E | null {
    return this.root.querySelector<E>(selector);
  }
}
