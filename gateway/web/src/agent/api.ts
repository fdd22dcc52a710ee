/** The agents' API over HTTP; the session is a cookie that no script can read. Fails as the customer's API does. */
import { Problem, Unreachable } from "../widget/api";
import type { Card, Me, Presence, Queue } from "./types";

const SECONDS = 20;

export class AgentApi {
  constructor(readonly base = "api/agent") {}

  /** Who is signed in; a Problem with 401 when nobody is, with 404 when this desk has no agents' API. */
  me = () => this.call<Me>("GET", "/me");
  /** How one may sign in: `sign_on` is where the way over the company's identity provider begins, when there is one. */
  ways = () => this.call<{ sign_on: string | null }>("GET", "/sign-in");
  signIn = (email: string, password: string) => this.call<Me | null>("POST", "/sign-in", { email, password });
  signOut = () => this.call<null>("POST", "/sign-out", {});
  presence = (presence: Presence) => this.call<unknown>("POST", "/presence", { presence });
  queue = () => this.call<Queue>("GET", "/queue");
  card = (conversation: string) => this.call<Card>("GET", `/conversations/${encodeURIComponent(conversation)}`);

  /** Do something with a conversation: accept, reply, note, return, transfer, resolve, file or approve. */
  act = (conversation: string, what: string, body: object = {}) =>
    this.call<unknown>("POST", `/conversations/${encodeURIComponent(conversation)}/${what}`, body);

  /** The address of the push stream. */
  get stream(): string {
    const url = new URL(`${this.base}/stream`, document.baseURI);
    url.protocol = url.protocol.replace("http", "ws");
    return url.href;
  }

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    // A form on a foreign page can send neither of these.
    if (body) Object.assign(headers, { "Content-Type": "application/json", "X-Plandesk": "1" });
    const response = await fetch(this.base + path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(SECONDS * 1000),
    }).catch(() => {
      throw new Unreachable();
    });
    const answer = await response.json().catch(() => null);
    if (response.ok) return answer as T;
    const wait = Number(response.headers.get("Retry-After"));
    throw new Problem(response.status, answer?.detail || `The desk answered ${response.status}.`, wait > 0 ? wait : null);
  }
}
