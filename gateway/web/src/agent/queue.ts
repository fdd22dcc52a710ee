/** The conversations that wait, those this agent has, and those others have. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import type { Console } from "./console";
import { drawing } from "./marks";
import type { Row } from "./types";
import { ago, plain, reason, state, who } from "./words";

const LATE = 2 * 60_000;
const VERY_LATE = 5 * 60_000;

function lateness(row: Row, now: number): string {
  if (row.state !== "waiting") return "";
  const waited = now - +new Date(row.since);
  return waited >= VERY_LATE ? "very-late" : waited >= LATE ? "late" : "";
}

function item(desk: Console, row: Row): TemplateResult {
  const open = row.conversation === desk.desk.open;
  const urgent = ["urgent", "high"].includes(row.priority);
  return html`<li>
    <button type="button" class="row ${lateness(row, desk.now)}" data-conversation=${row.conversation} aria-current=${open ? "true" : nothing} @click=${() => void desk.show(row.conversation, true)}>
      <span class="name">${who(row.customer)}${row.customer.verified ? html` ${drawing("verified")}<span class="unseen">, identity verified</span>` : nothing}</span>
      <span class="since"><span class="unseen">${row.state === "waiting" ? ", waiting " : ", since "}</span>${ago(row.since, desk.now)}</span>
      <span class="why">${urgent ? html`<b>${plain(row.priority)}</b> ` : nothing}${reason(row.reason) || state(row, desk.desk.me?.id ?? "")}${row.state === "human" && row.agent?.id !== desk.desk.me?.id ? ` · ${row.agent?.name}` : ""}</span>
      ${row.unread ? html`<span class="unread">${row.unread}<span class="unseen"> unanswered</span></span>` : nothing}
      <span class="last">${row.last_line}</span>
    </button>
  </li>`;
}

function section(desk: Console, title: string, rows: Row[], empty: string): TemplateResult | typeof nothing {
  if (!rows.length && !empty) return nothing;
  return html`<section>
    <h2>${title} <span class="count">${rows.length}</span></h2>
    ${rows.length
      ? html`<ul>${repeat(rows, (row) => row.conversation, (row) => item(desk, row))}</ul>`
      : html`<p class="empty">${empty}</p>`}
  </section>`;
}

/** Rows in the order they are shown, which j and k follow. */
export function sorted(rows: Row[], me: string): { waiting: Row[]; mine: Row[]; others: Row[] } {
  return {
    mine: rows.filter((row) => row.state === "human" && row.agent?.id === me),
    waiting: rows.filter((row) => row.state === "waiting"),
    others: rows.filter((row) => row.state !== "waiting" && !(row.state === "human" && row.agent?.id === me)),
  };
}

export function queue(desk: Console): TemplateResult {
  const { desk: model } = desk;
  const { waiting, mine, others } = sorted(model.queue.conversations, model.me?.id ?? "");
  const online = model.queue.online.map((one) => one.name);
  return html`<nav id="queue" aria-label="Conversations">
    ${section(desk, "Yours", mine, "")}
    ${section(desk, "Waiting", waiting, model.loaded ? "Nobody is waiting." : "Looking…")}
    ${section(desk, "With others", others, "")}
    <p id="online">${online.length ? `Online: ${online.join(", ")}` : model.loaded ? "No agent is online: customers are offered the phone number and a ticket." : ""}</p>
  </nav>`;
}
