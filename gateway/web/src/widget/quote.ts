/** A billing answer as a slip: one plain sentence with the total, a table whose lines add up to it, and where it says so. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import { count, longDate, money } from "./text";
import type { PlanOption, Quote } from "./types";

/** Per rule: the table's caption, and the sentence around its total. A rule not listed is called by its own name. */
const WORDS: Record<string, [string, string]> = {
  overage: ["Overage for the month", "The overage comes to $."],
  upgrade: ["Upgrade", "The upgrade costs $ more."],
  downgrade: ["Downgrade", "The smaller plan saves $ a month."],
  advise: ["Plans compared", ""],
};

const SHOWN_OPTIONS = 6;

export function caption({ rule }: Quote): string {
  const name = rule.replaceAll("_", " ");
  return WORDS[rule]?.[0] ?? name.charAt(0).toUpperCase() + name.slice(1);
}

const claimable = (quote: Quote) => !!quote.deadline && ["granted", "too_late"].includes(quote.decision);
const positive = (amount: string | null | undefined) => !!amount && +amount > 0;
const named = (option: PlanOption) => `${count(option.plan)} a month ${option.overage_allowed ? "with" : "without"} the overage option`;

/** Return what the slip says, in one sentence. */
export function sentence(quote: Quote): string {
  const { amount, credit, currency, decision, deadline, reason } = quote;
  const sum = amount === null ? "" : money(amount, currency);
  const day = deadline ? longDate(deadline) : "";
  if (decision === "granted")
    return `The bill becomes ${sum}${positive(credit) ? `, ${money(credit!, currency)} less` : ""}.${day && ` The claim must be in by ${day}.`}`;
  if (decision === "bill_stands") return `The bill stands at ${sum}.`;
  if (decision === "too_late") return `The last day to claim was ${day}, so the bill stands at ${sum}.`;
  if (decision === "within_plan") return "All of it is within the plan: nothing extra to pay.";
  if (decision === "not_billable") return "This month has no overage bill, so there is nothing to claim.";
  if (decision === "needs_review") return `A person has to look at this. ${reason ?? ""}`;
  const best = quote.options?.find((option) => option.feasible && option.total !== null);
  if (best) return `The cheapest that delivers everything is ${named(best)}: ${money(best.total!, currency)} in total.`;
  return sum && (WORDS[quote.rule]?.[1] || "The total is $.").replace("$", () => sum);
}

/** Return "Policy demo@4f1c2a9b, rules S1, S4, S5". */
export function source({ policy, clauses }: Quote): string {
  const rules = clauses?.length ? `, rule${clauses.length > 1 ? "s" : ""} ${clauses.join(", ")}` : "";
  return policy ? `Policy ${policy.replace(/@(.{8}).*/, "@$1")}${rules}` : "";
}

const row = (kind: string, label: string, value: unknown) => html`<tr class=${kind}><th scope="row">${label}</th><td>${value}</td></tr>`;

function sums(quote: Quote): TemplateResult {
  const { amount, credit, deadline, currency } = quote;
  return html`<table>
    <caption>${quote.options ? "The cheapest, line by line" : caption(quote)}</caption>
    <tbody>${quote.lines!.map((line) => row("", line.label, money(line.amount, currency)))}</tbody>
    <tfoot>
      ${amount === null ? nothing : row("total", quote.rule === "downgrade" ? "Saved a month" : "Total", money(amount, currency))}
      ${positive(credit) ? row("after", "Taken off the bill", money(credit!, currency)) : nothing}
      ${claimable(quote) ? row("after", "Last day to claim", longDate(deadline!, "long")) : nothing}
    </tfoot>
  </table>`;
}

function unfold(event: Event): void {
  const button = event.target as HTMLElement;
  button.hidden = true;
  button.previousElementSibling!.className = "";
}

function comparison(quote: Quote): TemplateResult {
  const options = quote.options!;
  const more = options.length > SHOWN_OPTIONS;
  return html`<table class=${more ? "short" : ""}>
    <caption>${caption(quote)}</caption>
    <thead><tr><th scope="col">Plan</th><th scope="col">Overage</th><th scope="col">Delivers all</th><th scope="col">Total</th></tr></thead>
    <tbody>
      ${options.map(
        (option) => html`<tr class=${option.feasible ? "" : "no"}>
          <th scope="row">${count(option.plan)}</th>
          <td>${option.overage_allowed ? "On" : "Off"}</td>
          <td>${option.feasible ? "Yes" : "No"}</td>
          <td>${option.total === null ? "–" : money(option.total, quote.currency)}</td>
        </tr>`,
      )}
    </tbody>
  </table>${more ? html`<button type="button" class="quiet" @click=${unfold}>Show all ${options.length}</button>` : nothing}`;
}

export function slip(quote: Quote, copy: (event: Event) => void): TemplateResult {
  return html`<div class="slip" part="quote" data-rule=${quote.rule} data-decision=${quote.decision}>
    ${quote.options?.length ? comparison(quote) : nothing}
    ${quote.lines?.length ? sums(quote) : nothing}
    <p class="sentence">${sentence(quote)}</p>
    ${quote.notes?.map((note) => html`<p class="note">${note}</p>`)}
    <footer>
      <small>${source(quote)}</small>
      <button type="button" class="quiet" aria-label="Copy these figures" @click=${copy}>Copy</button>
    </footer>
  </div>`;
}
