/** The card: why a person is needed, who asks, what is known and how sure it is, and what was done so far. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import { slip } from "../widget/quote";
import { clock, dayOf } from "../widget/text";
import { facts, named } from "./account";
import type { Console } from "./console";
import type { Card, Filed, Value } from "./types";
import { audited, fact, origin, plain, reason, who } from "./words";

const when = (at: string) => `${dayOf(at)} ${clock(at)}`;

function block(title: string, body: unknown, id = ""): TemplateResult {
  return html`<section id=${id || nothing}><h3>${title}</h3>${body}</section>`;
}

function value(one: Value, card: Card): TemplateResult {
  const sure = one.confidence === null ? "" : `${Math.round(one.confidence * 100)} % sure`;
  return html`<tr><th scope="row">${plain(one.name)}</th><td>${named(one.value, card.account)}<small>${[origin(one.origin), sure].filter(Boolean).join(", ")}</small></td></tr>`;
}

function request(card: Card): TemplateResult | typeof nothing {
  if (!card.request) return nothing;
  const { kind, values } = card.request;
  return block(
    "What is being asked",
    html`<p class="kind">${plain(kind)}</p>
      ${values.length ? html`<table class="values"><caption class="unseen">What is known of it, and from where</caption><tbody>${values.map((one) => value(one, card))}</tbody></table>` : nothing}`,
    "request",
  );
}

function ticket(one: Filed): TemplateResult {
  return html`<li><b>${one.ref}</b> <span>${[one.subject || (one.kind && plain(one.kind)), plain(one.status)].filter(Boolean).join(", ")}</span></li>`;
}

/** The requests whose adjustment a lead may approve. */
export const claims = (card: Card) => card.tickets.filter((one) => one.kind === "claim_spike");

function tickets(desk: Console, card: Card): TemplateResult {
  const can = desk.desk.mine;
  const lead = desk.desk.me?.role === "lead";
  return block(
    "Requests",
    html`${card.tickets.length ? html`<ul class="tickets">${card.tickets.map(ticket)}</ul>` : html`<p class="empty">None filed.</p>`}
      <div class="actions">
        ${can ? html`<button type="button" data-do="file" @click=${() => desk.ask("file")}>File a request</button>` : nothing}
        ${can && lead && claims(card).length ? html`<button type="button" data-do="approve" @click=${() => desk.ask("approve")}>Approve the adjustment</button>` : nothing}
      </div>`,
    "tickets",
  );
}

function account(card: Card): TemplateResult {
  const { customer } = card;
  return block(
    "Customer",
    html`<p class="kind">${who(customer)} <span class=${customer.verified ? "tag good" : "tag"}>${customer.verified ? "Identity verified" : "Not verified"}</span></p>
      ${card.account ? facts(card.account) : html`<p class="empty">${customer.account ? "The account's records cannot be read just now." : "A visitor: no account is known."}</p>`}`,
    "customer",
  );
}

export function cardOf(desk: Console): TemplateResult {
  const { card } = desk.desk;
  if (!card) return html``;
  return html`
    ${card.reason ? block("Why a person", html`<p class="kind">${reason(card.reason)}</p>`, "why") : nothing}
    ${account(card)} ${request(card)}
    ${card.quote ? block("The quote, as the customer saw it", slip(card.quote, (event) => void desk.copy(event)), "quote") : nothing}
    ${card.tried.length ? block("What the bot took the messages for", html`<ol class="tried">${card.tried.map((one) => html`<li>${typeof one === "string" ? plain(one) : fact(one)}</li>`)}</ol>`, "tried") : nothing}
    ${tickets(desk, card)}
    ${card.notes.length
      ? block(
          "Notes",
          html`<ul class="notes">${card.notes.map((note) => html`<li><p dir="auto">${note.text}</p><small>${typeof note.by === "string" ? note.by : note.by.name}, ${when(note.at)}</small></li>`)}</ul>`,
          "notes",
        )
      : nothing}
    ${card.audit.length
      ? html`<details id="audit"><summary>History of this conversation (${card.audit.length})</summary>
          <ol>${card.audit.map((one) => html`<li>${audited(one)}<small>${one.actor}, ${when(one.at)}</small></li>`)}</ol></details>`
      : nothing}`;
}
