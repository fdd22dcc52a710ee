/** What states, reasons and times are called on the console. */
import type { AuditLine, Card, Customer, Row, State } from "./types";

const REASONS: Record<string, string> = {
  asked: "Asked for a person",
  misunderstood: "The bot did not understand",
  failed: "Something failed",
  needs_review: "A figure needs review",
  annoyed: "Had enough of the bot",
  agent_silent: "Left without an answer",
  took_over: "Taken over by an agent",
};

const STATES: Record<State, string> = {
  bot: "With the bot",
  waiting: "Waiting",
  human: "With an agent",
  ticketed: "Ticket filed, with the bot",
  closed: "Closed",
};

const ORIGINS: Record<string, string> = { customer: "said by the customer", account: "from the account", desk: "worked out" };

/** "claim_spike" -> "Claim spike". */
export function plain(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const reason = (code: string | null) => (code ? (REASONS[code] ?? plain(code)) : "");
export const origin = (code: string) => ORIGINS[code] ?? plain(code).toLowerCase();

export function who(customer: Customer): string {
  return customer.name || "Visitor";
}

/** Who has the conversation, in words. */
export function state(of: Pick<Card | Row, "state" | "agent">, me: string): string {
  if (of.state === "human" && of.agent) return of.agent.id === me ? "Yours" : `With ${of.agent.name}`;
  return STATES[of.state] ?? plain(of.state);
}

/** How long ago something was, short: "now", "4 min", "2 h", "3 d". */
export function ago(at: string, now: number): string {
  const minutes = Math.floor((now - +new Date(at)) / 60_000);
  if (Number.isNaN(minutes)) return "";
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

/** A fact as text, whatever it is made of; "" when there is nothing to say. */
export function fact(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return value.toLocaleString("en-US");
  if (Array.isArray(value)) return value.map(fact).filter(Boolean).join(", ");
  if (typeof value === "object")
    return Object.entries(value)
      .filter(([, part]) => fact(part))
      .map(([name, part]) => `${plain(name).toLowerCase()} ${fact(part)}`)
      .join(" · ");
  return String(value);
}

export const audited = (line: AuditLine) => [plain(line.code), line.detail].filter(Boolean).join(": ");
