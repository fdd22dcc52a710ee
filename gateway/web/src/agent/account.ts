/** What the billing data says about a customer: the facts one asks for first, then bills and months, folded away. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import { count, longDate } from "../widget/text";
import { fact, plain } from "./words";

type Facts = Record<string, unknown>;
interface Month {
  month: string;
}
interface Bill extends Month {
  id: string;
  amount: string;
  received: string;
  adjusted: string | null;
}
interface Usage extends Month {
  sent: number;
}

const TITLES: Record<string, string> = { overage_allowed: "Overage option", service_started: "Customer since", trial_projection: "Trial's projection" };
const FOLDED = ["id", "name", "usage", "overage_bills"];

const day = (of: string) => longDate(of, "long");

/** "2026-10" or "2026-10-01" -> "October 2026". */
function month(of: string): string {
  const first = new Date(`${of.slice(0, 7)}-01T00:00:00Z`);
  return Number.isNaN(+first) ? of : first.toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
}

function said(name: string, value: unknown): string {
  if (name === "plan" && typeof value === "number") return `${count(value)} a month`;
  if (name === "overage_allowed") return value ? "On" : "Off";
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return day(value);
  return fact(value);
}

export function facts(account: Facts): TemplateResult {
  const pairs = Object.entries(account)
    .filter(([name]) => !FOLDED.includes(name))
    .map(([name, value]) => [TITLES[name] ?? plain(name), said(name, value)] as const)
    .filter(([, value]) => value);
  return html`<dl>${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${bills(account.overage_bills as Bill[] | undefined)} ${months(account.usage as Usage[] | undefined)}`;
}

/** What an answer is called by a person: a bill's id is its month and amount. */
export function named(value: unknown, account: Facts | null): string {
  const bill = (account?.overage_bills as Bill[] | undefined)?.find((one) => one.id === value);
  return bill ? `${month(bill.month)}, ${bill.amount}` : said("", value);
}

const newest = <T extends Month>(rows: T[]) => [...rows].sort((a, b) => b.month.localeCompare(a.month));

function bills(rows: Bill[] = []): TemplateResult | typeof nothing {
  if (!rows.length) return nothing;
  return html`<details><summary>Overage bills (${rows.length})</summary><table class="values">
    <thead><tr><th scope="col">Month</th><th scope="col">Received</th><th scope="col">Amount</th></tr></thead>
    <tbody>${newest(rows).map((one) => html`<tr><th scope="row">${month(one.month)}</th><td>${day(one.received)}</td><td>${one.amount}${one.adjusted === null ? "" : html`<small>cut to ${one.adjusted}</small>`}</td></tr>`)}</tbody>
  </table></details>`;
}

function months(rows: Usage[] = []): TemplateResult | typeof nothing {
  if (!rows.length) return nothing;
  return html`<details><summary>Sent, month by month (${rows.length})</summary><table class="values">
    <thead><tr><th scope="col">Month</th><th scope="col">Sent</th></tr></thead>
    <tbody>${newest(rows).map((one) => html`<tr><th scope="row">${month(one.month)}</th><td>${count(one.sent)}</td></tr>`)}</tbody>
  </table></details>`;
}
