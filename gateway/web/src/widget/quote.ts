/** A billing answer as a slip: one plain sentence with the total, a table whose lines add up to it, and where it says so. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import { count, longDate, money } from "./text";
import type { Quote } from "./types";

const CAPTIONS: Record<string, string> = { overage: "Overage for the month", advise: "Plans compared", plan_advice: "Plans compared" };

/** Return the table's caption: our words, or the rule's own name. */
export function caption({ rule }: Quote): string {
  const name = rule.replaceAll("_", " ");
  return CAPTIONS[rule] ?? name.charAt(0).toUpperCase() + name.slice(1);
}

/** Return what the slip says, in one sentence. */
export function sentence(quote: Quote): string {
  const sum = quote.amount === null ? "" : money(quote.amount, quote.currency);
  const by = quote.deadline ? ` The claim must be in by ${longDate(quote.deadline)}.` : "";
  switch (quote.decision) {
    case "granted":
      return `The bill becomes ${sum}${quote.credit ? `, ${money(quote.credit, quote.currency)} less than billed` : ""}.${by}`;
    case "bill_stands":
      return sum ? `The bill stands: ${sum}.` : "The bill stands.";
    case "too_late":
      return quote.deadline ? `It is too late to claim: the last day was ${longDate(quote.deadline)}.` : "It is too late to claim.";
    case "not_billable":
      return "There is nothing to claim for this month.";
    case "within_plan":
      return "Everything sent is within the plan: nothing extra to pay.";
    case "needs_review":
      return `A person has to look at this${quote.reason ? `: ${quote.reason}` : "."}`;
  }
  const best = quote.options?.find((option) => option.feasible && option.total !== null);
  if (best) return `The cheapest that works is ${count(best.plan)} a month: ${money(best.total!, quote.currency)} in total.`;
  return sum ? `The total is ${sum}.` : "";
}

/** Return "Policy demo@4f1c2a9b, rules S1, S4, S5". */
export function source(quote: Quote): string {
  const policy = quote.policy?.replace(/@(.{8}).*/, "@$1");
  const rules = quote.clauses?.join(", ");
  return [policy && `Policy ${policy}`, rules && `rule${quote.clauses!.length > 1 ? "s" : ""} ${rules}`].filter(Boolean).join(", ");
}

const row = (kind: string, label: unknown, value: unknown) =>
  html`<tr class=${kind}><th scope="row">${label}</th><td>${value}</td></tr>`;

function sums(quote: Quote): TemplateResult {
  const { amount, credit, deadline, currency } = quote;
  return html`
    <tbody>
      ${quote.lines?.map((line) => row("", line.label, money(line.amount, currency)))}
    </tbody>
    <tfoot>
      ${amount === null ? nothing : row("total", "Total", money(amount, currency))}
      ${credit ? row("credit", "Taken off the bill", money(credit, currency)) : nothing}
      ${deadline ? row("", "Last day to claim", html`<time datetime=${deadline}>${longDate(deadline)}</time>`) : nothing}
    </tfoot>`;
}

function options(quote: Quote): TemplateResult {
  return html`
    <thead>
      <tr><th scope="col">A month</th><th scope="col">Overage</th><th scope="col">Works</th><th scope="col">Total</th></tr>
    </thead>
    <tbody>
      ${quote.options!.map(
        (option) => html`<tr class=${option.feasible ? "" : "no"}>
          <th scope="row">${count(option.plan)}</th>
          <td>${option.overage_allowed ? "On" : "Off"}</td>
          <td>${option.feasible ? "Yes" : "No"}</td>
          <td>${option.total === null ? "–" : money(option.total, quote.currency)}</td>
        </tr>`,
      )}
    </tbody>`;
}

export function slip(quote: Quote, copy: (event: Event) => void): TemplateResult {
  const wide = !!quote.options?.length;
  return html`<div class="slip" part="quote" data-rule=${quote.rule} data-decision=${quote.decision}>
    <table class=${wide ? "wide" : ""}><caption>${caption(quote)}</caption>${wide ? options(quote) : sums(quote)}</table>
    <p class="sentence">${sentence(quote)}</p>
    ${quote.notes?.map((note) => html`<p class="note">${note}</p>`)}
    <footer>
      <small>${source(quote)}</small>
      <button type="button" class="quiet" aria-label="Copy these figures" @click=${copy}>Copy</button>
    </footer>
  </div>`;
}
