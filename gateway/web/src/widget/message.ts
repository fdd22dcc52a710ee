/** One entry of the log: who, what, and under it the buttons, the slip or the receipt that came with it. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Entry, Log } from "./log";
import { slip } from "./quote";
import { clock, dayOf, linked } from "./text";
import type { Choice, Message, Outgoing, Sender, Ticket } from "./types";

export const AUTHORS: Record<Sender, string> = { customer: "You", bot: "Assistant", agent: "Support team", system: "Notice" };

export interface Acts {
  choose(choice: Choice): void;
  again(id: string): void;
  copy(event: Event): void;
}

function choices(message: Message, log: Log, acts: Acts): TemplateResult {
  const taken = log.chosen(message);
  const over = !!taken || message.seq !== log.prompt;
  return html`<div class="choices" part="choices" role="group" aria-label="Suggested replies">
    ${message.choices!.map(
      (choice) => html`<button type="button" part="choice" class=${choice.id === taken?.id ? "taken" : ""} data-choice=${choice.id} ?disabled=${over} @click=${() => acts.choose(choice)}>${choice.title}${choice.id === taken?.id ? html`<span class="unseen">, chosen</span>` : nothing}</button>`,
    )}
  </div>`;
}

export function receipt(ticket: Ticket): TemplateResult {
  return html`<dl class="receipt" part="ticket" data-ticket=${ticket.ref}>
    <div><dt>Reference</dt><dd>${ticket.ref}</dd></div>
    <div><dt>Ticket</dt><dd>${ticket.number ?? "Number to follow"}</dd></div>
    <div><dt>Status</dt><dd>${ticket.status.charAt(0).toUpperCase() + ticket.status.slice(1).replaceAll("_", " ")}</dd></div>
  </dl>`;
}

const STATES: Record<Outgoing["state"], string> = { sending: "Sending…", waiting: "Waiting to be sent…", failed: "Not sent" };

/** Render one entry; its neighbours decide on day rules, and on names and times that need not be said twice. */
export function entry(entries: Entry[], index: number, last: boolean, log: Log, acts: Acts): TemplateResult {
  const { message, outgoing } = entries[index]!;
  const before = entries[index - 1];
  const after = entries[index + 1]?.message;
  const day = dayOf(message.at);
  const newDay = day !== (before && dayOf(before.message.at));
  const sameAuthor = !newDay && before?.message.from === message.from && before.message.author === message.author;
  const sameMinute = after?.from === message.from && clock(after.at) === clock(message.at);
  const state = outgoing ? STATES[outgoing.state] : last && message.from === "customer" ? "Sent" : "";
  return html`
    ${newDay ? html`<p class="day">${day}</p>` : nothing}
    <div class="message ${message.from}" part="message message-${message.from}" data-seq=${message.seq || nothing} data-from=${message.from} data-state=${outgoing?.state ?? "sent"}>
      <b class=${sameAuthor || ["customer", "system"].includes(message.from) ? "unseen" : "author"}>${message.author || AUTHORS[message.from]}<span class="unseen">: </span></b>
      ${message.text ? html`<p class="text" part="text" dir="auto">${message.from === "customer" ? message.text : linked(message.text)}</p>` : nothing}
      ${message.quote ? slip(message.quote, (event) => acts.copy(event)) : nothing}
      ${message.ticket ? receipt(message.ticket) : nothing}
      ${message.choices?.length ? choices(message, log, acts) : nothing}
      <p class="meta"><time datetime=${message.at} class=${sameMinute ? "unseen" : ""}>${clock(message.at)}</time> <span class="state">${state}</span>
        ${outgoing?.state === "failed" ? html`<button type="button" class="quiet" @click=${() => acts.again(outgoing.id)}>Send again</button>` : nothing}
      </p>
    </div>`;
}
