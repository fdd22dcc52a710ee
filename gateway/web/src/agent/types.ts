/** The words of the agents' API, as the gateway sends them. */
import type { Message, Quote } from "../widget/types";

export type State = "bot" | "waiting" | "human" | "ticketed" | "closed";
export type Presence = "online" | "away";

export interface Person {
  id: string;
  name: string;
}

export interface Me extends Person {
  role: "agent" | "lead";
  presence: Presence;
}

export interface Customer {
  name: string | null;
  verified: boolean;
  account: string | null;
}

/** One line of the queue. `since` is when the customer began to wait. */
export interface Row {
  conversation: string;
  state: State;
  reason: string | null;
  priority: string;
  since: string;
  customer: Customer;
  last_line: string;
  agent: Person | null;
  unread: number;
}

export interface Queue {
  conversations: Row[];
  online: Person[];
}

export interface Value {
  name: string;
  value: unknown;
  origin: string;
  confidence: number | null;
}

export interface Note {
  at: string;
  by: Person | string;
  text: string;
}

export interface Filed {
  ref: string;
  number: string | number | null;
  status: string;
  kind?: string;
  subject?: string;
}

export interface AuditLine {
  at: string;
  actor: string;
  code: string;
  detail: string;
}

/** Everything known about a conversation. `messages` are as the customer sees them. */
export interface Card {
  conversation: string;
  state: State;
  epoch: number;
  reason: string | null;
  customer: Customer;
  agent?: Person | null;
  account: Record<string, unknown> | null;
  request: { kind: string; values: Value[] } | null;
  quote: Quote | null;
  tried: unknown[];
  tickets: Filed[];
  messages: Message[];
  notes: Note[];
  suggested: { title: string; text: string }[];
  macros: { id: string; title: string; text: string }[];
  audit: AuditLine[];
}

/** What the agent wrote and the server has not confirmed yet. */
export interface Pending {
  id: string;
  conversation: string;
  text: string;
  at: string;
}
