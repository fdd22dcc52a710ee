/** The page one signs in on, and what it says when there is nothing to sign in to. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Console } from "./console";
import { mark } from "./marks";

async function submit(desk: Console, event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const fields = new FormData(form);
  await desk.signIn(String(fields.get("email")), String(fields.get("password")));
  if (desk.desk.phase === "in") return;
  const password = form.elements.namedItem("password") as HTMLInputElement;
  password.select();
  password.focus();
}

function form(desk: Console): TemplateResult {
  return html`<form @submit=${(event: SubmitEvent) => void submit(desk, event)}>
    <label for="email">E-mail address</label>
    <input id="email" name="email" type="email" autocomplete="username" required />
    <label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required />
    <button class="main" type="submit" ?disabled=${desk.busy}>${desk.busy ? "Signing in…" : "Sign in"}</button>
    ${desk.company ? html`<a class="other" href=${desk.company}>Sign in with your company's account</a>` : nothing}
  </form>`;
}

/** How the way over the company's identity provider ended, when it did not end well. */
const ENDS: Record<string, string> = {
  expired: "Signing in took too long, or began in another window. Please try again.",
  refused: "Your company's sign-in did not let you in. Try again, or ask who runs it.",
  unreachable: "Your company's sign-in cannot be reached just now. Try again in a minute.",
  unknown: "Your company knows you, but you are no agent of this desk. Ask a lead to add you.",
};

export const ended = (address: Location) => ENDS[new URLSearchParams(address.search).get("sign-on") ?? ""] ?? "";

const WORDS: Record<string, [string, string]> = {
  missing: ["Not here yet", "This desk has no queue for agents: that part of its API is missing. The help page works as ever."],
  unreachable: ["The desk cannot be reached", "It is tried again every few seconds."],
};

export function signIn(desk: Console): TemplateResult {
  const { phase, problem } = desk.desk;
  const words = WORDS[phase];
  return html`<main id="sign-in">
    <div>
      <h1>${mark()}<span>Support desk</span></h1>
      ${words ? html`<h2>${words[0]}</h2><p>${words[1]}</p>` : form(desk)}
      <p class="alert" role="alert">${problem}</p>
    </div>
  </main>`;
}
