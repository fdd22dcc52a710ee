/** Where the agent writes: a reply the customer reads, or a note only the team does. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Console } from "./console";
import type { Mode } from "./drafts";

const WORDS: Record<Mode, [string, string, string]> = {
  reply: ["Reply", "Write to the customer", "Send"],
  note: ["Private note", "Only the team reads this", "Keep note"],
};

function hint(desk: Console): string {
  const { card, mine, row } = desk.desk;
  if (desk.mode === "note" || mine) return "";
  const holder = card?.agent ?? row?.agent;
  if (card?.state === "human" && holder) return `${holder.name} has this conversation. You can leave a note.`;
  return "Replying takes the conversation over.";
}

function helps(desk: Console): TemplateResult {
  const { suggested = [], macros = [] } = desk.desk.card ?? {};
  return html`<div class="helps">
    ${suggested.map((one) => html`<button type="button" class="chip" title=${one.text} @click=${() => desk.put(one.text)}>${one.title}</button>`)}
    ${macros.length
      ? html`<label class="macro"><span class="unseen">Insert a prepared text</span>
          <select id="macro" @change=${(event: Event) => desk.macro(event.target as HTMLSelectElement)}>
            <option value="">Prepared texts…</option>
            ${macros.map((one) => html`<option value=${one.id}>${one.title}</option>`)}
          </select></label>`
      : nothing}
  </div>`;
}

function key(desk: Console, event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    desk.send();
  } else if (event.key === "Escape") desk.leaveBox();
}

export function composer(desk: Console): TemplateResult {
  const { mode } = desk;
  const { open, drafts, mine, card } = desk.desk;
  const text = open ? drafts.get(open, mode) : "";
  const others = mode === "reply" && card?.state === "human" && !mine;
  const [, placeholder, send] = WORDS[mode];
  return html`<form id="composer" class=${mode === "note" ? "private" : ""} @submit=${(event: Event) => (event.preventDefault(), desk.send())}>
    <div class="modes" role="group" aria-label="Write">
      ${(["reply", "note"] as const).map((one) => html`<button type="button" aria-pressed=${mode === one} @click=${() => desk.write(one)}>${WORDS[one][0]}</button>`)}
      <p id="hint">${hint(desk)}</p>
    </div>
    ${mode === "reply" && !others ? helps(desk) : nothing}
    <label class="unseen" for="box">${placeholder}</label>
    <textarea id="box" rows="3" maxlength="4000" placeholder=${placeholder} dir="auto" aria-describedby="hint" ?disabled=${others} .value=${text} @input=${(event: Event) => desk.typed((event.target as HTMLTextAreaElement).value)} @keydown=${(event: KeyboardEvent) => key(desk, event)}></textarea>
    <button class="main" type="submit" ?disabled=${others || !text.trim()}>${send}</button>
  </form>`;
}
