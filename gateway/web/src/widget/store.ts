/**
 * What the browser keeps: the session and what was typed but not delivered. The conversation itself stays on the server.
 *
 * At most one person's session is kept. A tab prefers its own copy, so two tabs may be two people; a new tab
 * takes the shared one, so tabs of one person follow one log. Storage may be forbidden: then nothing outlives the page.
 */
import type { Outgoing, Session } from "./types";

function read<T>(from: () => Storage, key: string): T | null {
  try {
    return JSON.parse(from().getItem(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}

function write(to: () => Storage, key: string, value: unknown): void {
  try {
    if (value === null) to().removeItem(key);
    else to().setItem(key, JSON.stringify(value));
  } catch {
    // Private windows and full disks: the chat works on, it only forgets on reload.
  }
}

const tab = () => sessionStorage;
const shared = () => localStorage;

/** The account an identity token is for, unverified: it only decides which stored session is ours. */
export function subjectOf(identity: string | null): string {
  if (!identity) return "";
  try {
    const claims = identity.split(".")[1]!.replace(/-/g, "+").replace(/_/g, "/");
    return String(JSON.parse(atob(claims)).sub ?? identity);
  } catch {
    return identity;
  }
}

export class Store {
  readonly key: string;

  constructor(endpoint: string) {
    this.key = `plandesk:${endpoint}`;
  }

  /** Return the session kept for this person; anyone else's is forgotten. */
  session(subject: string): Session | null {
    for (const from of [tab, shared]) {
      const kept = read<Session>(from, this.key);
      if (kept?.session && kept.subject === subject) return kept;
    }
    return null;
  }

  keep(session: Session | null): void {
    write(tab, this.key, session);
    write(shared, this.key, session);
  }

  /** Read a session another tab has just stored for the same person. */
  static announced(event: StorageEvent, key: string, subject: string): Session | null {
    if (event.key !== key || !event.newValue) return null;
    const session = JSON.parse(event.newValue) as Session;
    return session.subject === subject ? session : null;
  }

  outgoing(conversation: string): Outgoing[] {
    return read<Outgoing[]>(tab, `${this.key}:${conversation}`) ?? [];
  }

  keepOutgoing(conversation: string, list: Outgoing[]): void {
    write(tab, `${this.key}:${conversation}`, list.length ? list : null);
  }

  get draft(): string {
    return read<string>(tab, `${this.key}:draft`) ?? "";
  }

  set draft(text: string) {
    write(tab, `${this.key}:draft`, text || null);
  }
}
