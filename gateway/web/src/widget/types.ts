/** The words of the chat API, as the gateway sends them. */

export type Sender = "customer" | "bot" | "agent" | "system";

export interface Choice {
  id: string;
  title: string;
}

export interface Line {
  label: string;
  amount: string;
}

export interface PlanOption {
  plan: number;
  overage_allowed: boolean;
  total: string | null;
  feasible: boolean;
}

/** A billing answer. Money is a string with two decimals and stays one until it is shown. */
export interface Quote {
  rule: string;
  decision: string;
  amount: string | null;
  currency: string;
  credit?: string | null;
  deadline?: string | null;
  reason?: string | null;
  clauses?: string[];
  policy?: string;
  lines?: Line[];
  options?: PlanOption[];
  notes?: string[];
}

export interface Ticket {
  ref: string;
  number: string | number | null;
  status: string;
}

export interface Message {
  seq: number;
  from: Sender;
  /** The name of the agent who wrote it. */
  author?: string | null;
  text: string | null;
  choices?: Choice[];
  quote?: Quote | null;
  ticket?: Ticket | null;
  at: string;
  client_msg_id?: string | null;
}

/** What the customer wrote and the server has not confirmed yet. */
export interface Outgoing {
  id: string;
  text: string;
  choice?: string;
  at: string;
  state: "sending" | "waiting" | "failed";
}

export interface Account {
  id: string;
  name: string;
}

/** An open session, as kept in the browser; `subject` is the account it was opened for, "" for a visitor. */
export interface Session {
  session: string;
  conversation: string;
  account: Account | null;
  subject: string;
}
