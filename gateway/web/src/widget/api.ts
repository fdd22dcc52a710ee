/** The chat API over HTTP: one function per call, and two ways to fail, `Problem` (it answered) and `Unreachable`. */
import type { Message, Session } from "./types";

/** The server answered that it will not; the message is its `detail`, written for the customer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly retryAfter: number | null,
  ) {
    super(detail);
  }

  /** True when the same request may succeed later without the customer changing anything. */
  get passing(): boolean {
    return [408, 502, 503, 504].includes(this.status);
  }
}

/** Nothing came back: no network, or no server at the other end. */
export class Unreachable extends Error {}

const REPLY_SECONDS = 60;
const PLAIN_SECONDS = 15;

export class Api {
  constructor(readonly base: string) {}

  /** Open a session for the signed-in account, or for a visitor when `identity` is null. */
  async open(identity: string | null, subject: string): Promise<Session> {
    const { session, conversation, account } = await this.call("/sessions", null, { identity });
    return { session, conversation, account: account ?? null, subject };
  }

  /** Send one message; safe to repeat with the same id. */
  async send(session: string, body: { client_msg_id: string; text?: string; choice?: string }): Promise<Message[]> {
    return (await this.call("/messages", session, body)).messages ?? [];
  }

  async after(session: string, seq: number): Promise<Message[]> {
    return (await this.call(`/messages?after=${seq}`, session)).messages ?? [];
  }

  /** The address of the push stream. */
  get stream(): string {
    const url = new URL(`${this.base}/api/chat/stream`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    return url.href;
  }

  private async call(path: string, session: string | null, body?: object): Promise<any> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (session) headers.Authorization = `Bearer ${session}`;
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(`${this.base}/api/chat${path}`, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout((body ? REPLY_SECONDS : PLAIN_SECONDS) * 1000),
    }).catch(() => {
      throw new Unreachable();
    });
    const answer = await response.json().catch(() => null);
    if (response.ok && answer) return answer;
    const wait = Number(response.headers.get("Retry-After"));
    throw new Problem(
      response.ok ? 502 : response.status,
      answer?.detail || "The chat is not available right now. Please try again in a minute.",
      wait > 0 ? wait : null,
    );
  }
}
