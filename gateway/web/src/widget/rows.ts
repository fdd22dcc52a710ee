/**
 * Keeps one node per message, in order, in the live log.
 *
 * A node is filled before it is put in and never rebuilt or reused for another message, so a screen reader hears each
 * message once, whole, and a focused button stays focused while others arrive.
 */
import { render, type TemplateResult } from "lit/html.js";
import type { Entry } from "./log";

export class Rows {
  private nodes = new Map<string, HTMLElement>();

  draw(log: HTMLElement, entries: Entry[], template: (index: number) => TemplateResult): void {
    const left = new Map<string, HTMLElement>();
    entries.forEach(({ key }, index) => {
      const node = this.nodes.get(key) ?? document.createElement("div");
      left.set(key, node);
      this.nodes.delete(key);
      render(template(index), node);
      if (log.children[index] !== node) log.insertBefore(node, log.children[index] ?? null);
    });
    this.nodes.forEach((node) => node.remove());
    this.nodes = left;
  }
}
