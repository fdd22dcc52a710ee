/** The chat's frame: the button in the corner, and the panel with its heading, log, status, trouble and box. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import type { PlandeskChat } from "./chat";
import { icon } from "./icons";

function status({ said, conversation, turn, problem }: PlandeskChat): string {
  if (said) return said;
  if (!conversation?.loaded) return turn && !problem ? "Connecting…" : "";
  if (!conversation.connected) return "Connection lost. Trying again…";
  if (conversation.slow) return "Still working on it. You can go on typing.";
  return conversation.typing ? "A reply is being written" : "";
}

export function launcher(chat: PlandeskChat): TemplateResult {
  const { open, heading } = chat;
  const { count } = chat.unread;
  const label = open ? "Close the chat" : `${heading}${count ? `, ${count} unread` : ""}`;
  return html`<button id="launcher" part="launcher" type="button" aria-expanded=${open ? "true" : "false"} aria-controls="panel" aria-label=${label} @click=${() => (open ? chat.close() : chat.show())}>
    ${icon(open ? "close" : "chat")}${count ? html`<span id="badge" part="badge" aria-hidden="true">${count}</span>` : nothing}
  </button>`;
}

function leave(chat: PlandeskChat, event: KeyboardEvent): void {
  if (event.key !== "Escape" || chat.inline || event.isComposing) return;
  event.stopPropagation();
  chat.close();
}

export function panel(chat: PlandeskChat): TemplateResult {
  const { conversation, inline, problem, view } = chat;
  const stuck = chat.turn && !conversation;
  const account = conversation?.session.account;
  const busy = conversation?.loaded && conversation.typing;
  return html`<section id="panel" part="panel" role=${inline ? "region" : "dialog"} aria-labelledby="title" ?hidden=${!inline && !chat.open} @keydown=${(event: KeyboardEvent) => leave(chat, event)}>
    <header part="header">
      <h2 id="title" part="title">${chat.heading}</h2>
      <p id="who">${account ? `Signed in as ${account.name}` : "Visitor, not signed in"}</p>
      ${inline ? nothing : html`<button id="close" type="button" aria-label="Close the chat" @click=${() => chat.close()}>${icon("close")}</button>`}
    </header>
    <div id="log" part="log" role="log" aria-label="Conversation" aria-live=${conversation?.live ? "polite" : "off"} aria-relevant="additions" tabindex="0" @scroll=${view.moved}></div>
    <div id="state">
      <div id="status" role="status" class=${busy ? "busy" : ""}>${status(chat)}</div>
      ${view.unseen ? html`<button id="newer" type="button" class="quiet" @click=${() => view.toEnd(true)}>More below ${icon("down")}</button>` : nothing}
    </div>
    <div id="trouble" class=${problem ? "on" : ""}>
      <div id="alert" role="alert">${problem}</div>
      ${problem ? html`<button type="button" class="quiet" @click=${() => (stuck ? chat.begin() : chat.trouble(""))}>${stuck ? "Try again" : "Dismiss"}</button>` : nothing}
    </div>
    ${chat.composer.render()}
  </section>`;
}
