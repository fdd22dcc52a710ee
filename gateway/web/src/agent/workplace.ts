/** The console once one is signed in: the bar at the top, the queue, and the open conversation with its card. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import { cardOf } from "./card";
import { composer } from "./composer";
import type { Console } from "./console";
import { dialog } from "./dialogs";
import { drawing, mark } from "./marks";
import { queue } from "./queue";
import { thread } from "./thread";

export function workplace(view: Console): TemplateResult {
  const { desk } = view;
  return html`<div id="desk" data-view=${view.view} class=${desk.open ? "opened" : ""}>
    ${top(view)}
    ${queue(view)}
    ${desk.open
      ? html`<main id="work">${thread(view)}${desk.card ? composer(view) : nothing}<aside id="card" aria-label="Card" tabindex="0">${cardOf(view)}</aside></main>`
      : html`<main id="nothing"><p>Choose a conversation. <kbd>j</kbd> and <kbd>k</kbd> move along the queue, <kbd>?</kbd> lists every key.</p></main>`}
    <div id="problem" class=${desk.problem ? "on" : ""}><p role="alert">${desk.problem}</p>${desk.problem ? html`<button type="button" @click=${() => desk.dismiss()}>Dismiss</button>` : nothing}</div>
    ${dialog(view)}
  </div>`;
}

function top(view: Console): TemplateResult {
  const { desk, sound } = view;
  const online = desk.me?.presence === "online";
  return html`<header id="top">
    <h1 class="brand">${mark()}<span>Support desk</span></h1>
    <p id="status" role="status">${desk.connected ? desk.said : "Connection lost. Trying again…"}</p>
    <button type="button" id="presence" role="switch" aria-checked=${online ? "true" : "false"} @click=${() => void desk.setPresence(online ? "away" : "online")}>${online ? "Online" : "Away"}</button>
    <button type="button" id="sound" aria-pressed=${sound.on ? "true" : "false"} aria-label="Sound" @click=${() => (sound.toggle(), void view.update())}>${drawing(sound.on ? "sound" : "silent")}</button>
    <button type="button" id="keys" aria-label="Keys" @click=${() => view.ask("help")}>?</button>
    <span id="me">${desk.me?.name}</span>
    <button type="button" id="sign-out" @click=${() => void desk.signOut()}>Sign out</button>
  </header>`;
}
