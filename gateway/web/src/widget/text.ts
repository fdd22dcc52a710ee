/** How words, money and dates are shown. Text becomes text nodes and, for a short list of schemes, links; never markup. */
import { html, type TemplateResult } from "lit/html.js";

const LINK = /\b(?:https?:\/\/|tel:\+?\d)[^\s<>"'`]+|\(\d{3}\)\s?\d{3}-\d{4}|\+\d[\d ()-]{7,17}\d/gi;
const SCHEMES = ["http:", "https:", "tel:"];

/** Return the address a piece of text stands for, or null when it is not one we link. */
export function address(text: string): string | null {
  const phone = /^[+(]/.test(text);
  const digits = text.replace(/[^\d+]/g, "");
  try {
    const url = new URL(phone ? `tel:${digits.startsWith("+") ? digits : `+1${digits}`}` : text);
    return SCHEMES.includes(url.protocol) && !url.username ? url.href : null;
  } catch {
    return null;
  }
}

/** Return text with its web and phone addresses as links that show exactly where they lead. */
export function linked(text: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = match[0].replace(/[.,;:!?\])]+$/, (tail) => (match[0].includes("(") && tail.startsWith(")") ? ")" : ""));
    const href = address(shown);
    if (!href) continue;
    parts.push(text.slice(end, match.index));
    parts.push(
      href.startsWith("tel:")
        ? html`<a href=${href}>${shown}</a>`
        : html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${shown}</a>`,
    );
    end = match.index + shown.length;
  }
  return [...parts, text.slice(end)];
}

/** Return a decimal string as money: "4975.00", "USD" -> "$4,975.00". A currency no browser knows is written behind. */
export function money(amount: string, currency: string): string {
  try {
    return new Intl.NumberFormat("en-US", { style: "currency", currency }).format(amount as unknown as number);
  } catch {
    return `${amount} ${currency}`;
  }
}

export const count = (number: number) => number.toLocaleString("en-US");

/** Return a plain date ("2026-10-31") in words; it has no time zone, so it is the same day everywhere. */
export function longDate(date: string, dateStyle: "full" | "long" = "full"): string {
  const day = new Date(`${date}T00:00:00Z`);
  return isNaN(+day) ? date : day.toLocaleDateString("en-GB", { dateStyle, timeZone: "UTC" });
}

const CLOCK = new Intl.DateTimeFormat([], { hour: "numeric", minute: "2-digit" });

export function clock(at: string): string {
  const time = new Date(at);
  return isNaN(+time) ? "" : CLOCK.format(time);
}

/** Return the day a message was sent, for the rule between two days. */
export function dayOf(at: string): string {
  const time = new Date(at);
  if (isNaN(+time)) return "";
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 864e5);
  return ["Today", "Yesterday"][days] ?? time.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
}
