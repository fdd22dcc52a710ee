/** One dialog at a time, for what needs a word more or cannot be taken back. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import { claims } from "./card";
import type { Console } from "./console";
import { KEYS, keysOn, setKeys } from "./keys";
import { plain } from "./words";

export type Asked = "return" | "transfer" | "resolve" | "file" | "approve" | "help";

const KINDS = ["talk_to_human", "claim_spike", "upgrade_plan", "downgrade_plan", "pause_plan", "cancel_plan", "enable_overage", "billing_dispute", "technical_problem"];

interface Dialog {
  title: string;
  body(desk: Console): TemplateResult;
  button: string;
  done: string;
}

const DIALOGS: Record<Exclude<Asked, "help">, Dialog> = {
  return: {
    title: "Return to the bot",
    body: () => html`<label for="line">A last line for the customer (may stay empty)</label><textarea id="line" name="line" rows="3" dir="auto" maxlength="2000"></textarea>`,
    button: "Return to bot",
    done: "The bot has it again.",
  },
  transfer: {
    title: "Transfer to another agent",
    body: (desk) => {
      const others = desk.desk.queue.online.filter((one) => one.id !== desk.desk.me?.id);
      if (!others.length) return html`<p>No other agent is online.</p>`;
      return html`<label for="to">Who takes it</label><select id="to" name="to" required>${others.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select>`;
    },
    button: "Transfer",
    done: "Transferred.",
  },
  resolve: { title: "Resolve the conversation", body: () => html`<p>It is closed for now. The customer's next message begins anew, with the bot.</p>`, button: "Resolve", done: "Resolved." },
  file: {
    title: "File a request for the customer",
    body: (desk) => {
      const asked = desk.desk.card?.request?.kind;
      return html`<label for="kind">Kind</label>
        <select id="kind" name="kind">${KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === asked}>${plain(kind)}</option>`)}</select>
        <label for="subject">Subject</label><input id="subject" name="subject" required maxlength="200" />
        <label for="body">What the team should do</label><textarea id="body" name="body" rows="5" required maxlength="4000"></textarea>`;
    },
    button: "File it",
    done: "Filed.",
  },
  approve: {
    title: "Approve the spike adjustment",
    body: (desk) => {
      const refs = desk.desk.card ? claims(desk.desk.card).map((one) => one.ref) : [];
      return html`<p>Your name and the time are recorded with it.</p>
        <label for="ref">Request</label><select id="ref" name="ref">${refs.map((ref) => html`<option>${ref}</option>`)}</select>
        <label for="remark">Remark (may stay empty)</label><input id="remark" name="remark" maxlength="500" />`;
    },
    button: "Approve",
    done: "Approved and recorded.",
  },
};

function help(desk: Console): TemplateResult {
  return html`<h2 id="asked">Keys</h2>
    <dl class="keys">${Object.entries(KEYS).map(([key, [, words]]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${words}</dd></div>`)}
      <div><dt><kbd>Esc</kbd></dt><dd>Leave the box or a dialog</dd></div></dl>
    <label class="check"><input type="checkbox" .checked=${keysOn()} @change=${(event: Event) => setKeys((event.target as HTMLInputElement).checked)} /> Single keys do these things</label>
    <div class="buttons"><button type="button" class="main" @click=${() => desk.endAsking()}>Close</button></div>`;
}

async function submit(desk: Console, asked: Exclude<Asked, "help">, event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const body = Object.fromEntries(new FormData(event.target as HTMLFormElement));
  desk.endAsking();
  await desk.desk.act(asked, body, DIALOGS[asked].done);
}

function question(desk: Console, asked: Exclude<Asked, "help">): TemplateResult {
  const { title, body, button } = DIALOGS[asked];
  const alone = asked === "transfer" && desk.desk.queue.online.every((one) => one.id === desk.desk.me?.id);
  return html`<form @submit=${(event: SubmitEvent) => void submit(desk, asked, event)}>
    <h2 id="asked">${title}</h2>
    ${body(desk)}
    <div class="buttons">
      <button type="button" @click=${() => desk.endAsking()}>Cancel</button>
      ${alone ? nothing : html`<button type="submit" class="main">${button}</button>`}
    </div>
  </form>`;
}

export function dialog(desk: Console): TemplateResult {
  const { asked } = desk;
  return html`<dialog aria-labelledby="asked" @close=${() => desk.endAsking()}>${asked === "help" ? help(desk) : asked ? question(desk, asked) : nothing}</dialog>`;
}
