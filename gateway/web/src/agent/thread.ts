/** The transcript, as a ledger: who and when at the side, and what was said exactly as the customer saw it. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { receipt } from "../widget/message";
import { slip } from "../widget/quote";
import { clock, dayOf, linked } from "../widget/text";
import type { Message } from "../widget/types";
import type { Console } from "./console";
import { drawing } from "./marks";
import type { Card, Pending } from "./types";
import { ago, reason, state, who } from "./words";

function author(message: Message, card: Card): string {
  if (message.author) return message.author;
  return { customer: who(card.customer), bot: "Bot", agent: "Agent", system: "Desk" }[message.from];
}

/** The choices a message offered; the one taken is the customer's next line. */
function offered(message: Message): TemplateResult | typeof nothing {
  const titles = message.choices?.map((choice) => choice.title);
  return titles?.length ? html`<p class="offered"><span>Offered:</span> ${titles.map((title) => html`<span class="offer">${title}</span> `)}</p>` : nothing;
}

function line(desk: Console, card: Card, messages: Message[], index: number): TemplateResult {
  const message = messages[index]!;
  const before = messages[index - 1];
  const day = dayOf(message.at);
  const newDay = day !== (before && dayOf(before.at));
  return html`${newDay ? html`<p class="day">${day}</p>` : nothing}
    <div class="line ${message.from}" data-seq=${message.seq}>
      <p class="by"><b>${author(message, card)}</b> <time datetime=${message.at}>${clock(message.at)}</time></p>
      <div class="what">
        ${message.text ? html`<p class="text" dir="auto">${message.from === "customer" ? message.text : linked(message.text)}</p>` : nothing}
        ${message.quote ? slip(message.quote, (event) => void desk.copy(event)) : nothing}
        ${message.ticket ? receipt(message.ticket) : nothing}
        ${offered(message)}
      </div>
    </div>`;
}

function unsent(desk: Console, one: Pending): TemplateResult {
  return html`<div class="line agent pending"><p class="by"><b>${desk.desk.me?.name}</b> <span>Sending…</span></p><div class="what"><p class="text" dir="auto">${one.text}</p></div></div>`;
}

function actions(desk: Console, card: Card): TemplateResult {
  const { mine } = desk.desk;
  const taken = card.state === "human" && !mine;
  return html`<div class="actions" role="group" aria-label="What to do with it">
    ${mine
      ? html`<button type="button" data-do="return" @click=${() => desk.ask("return")}>Return to bot</button>
          <button type="button" data-do="transfer" @click=${() => desk.ask("transfer")}>Transfer</button>
          <button type="button" data-do="resolve" @click=${() => desk.ask("resolve")}>Resolve</button>`
      : taken
        ? nothing
        : html`<button type="button" class="main" data-do="accept" @click=${() => void desk.accept()}>${card.state === "waiting" ? "Accept" : "Take over"}</button>`}
  </div>`;
}

export function thread(desk: Console): TemplateResult {
  const { card, pending, open, row, me } = desk.desk;
  const { messages } = card ?? { messages: [] };
  const holder = card && { state: card.state, agent: card.agent ?? row?.agent ?? null };
  return html`<header class="bar">
      <button type="button" class="back" aria-label="Back to the queue" @click=${() => void desk.close()}>${drawing("back")}</button>
      <div class="title">
        <h2 tabindex="-1">${card ? who(card.customer) : "Opening…"}</h2>
        <p>${holder ? [state(holder, me!.id), reason(card.reason), row && card.state === "waiting" ? ago(row.since, desk.now) : ""].filter(Boolean).join(" · ") : ""}</p>
      </div>
      ${card ? actions(desk, card) : nothing}
    </header>
    <div class="tabs" role="group" aria-label="Show">
      <button type="button" aria-pressed=${desk.view === "thread"} @click=${() => desk.look("thread")}>Conversation</button>
      <button type="button" aria-pressed=${desk.view === "card"} @click=${() => desk.look("card")}>Card</button>
    </div>
    <div id="log" role="log" aria-label="Transcript" aria-live=${desk.live ? "polite" : "off"} tabindex="0" @scroll=${desk.scrolled}>
      ${card ? repeat(messages, (message) => message.seq, (_, index) => line(desk, card, messages, index)) : nothing}
      ${pending.filter((one) => one.conversation === open).map((one) => unsent(desk, one))}
    </div>`;
}
