/**
 * One key for each thing an agent does. A key means nothing while one types, holds a modifier or has a dialog open.
 *
 * Single keys can be switched off, for those who dictate or whose fingers slip.
 */

export const KEYS = {
  j: ["next", "Next conversation"],
  k: ["previous", "Previous conversation"],
  Enter: ["open", "Open the conversation"],
  a: ["accept", "Accept"],
  r: ["reply", "Write a reply"],
  n: ["note", "Write a private note"],
  m: ["macro", "Insert a prepared text"],
  b: ["return", "Return to the bot"],
  t: ["transfer", "Transfer to another agent"],
  e: ["resolve", "Resolve"],
  c: ["card", "Show the card or the conversation"],
  "?": ["help", "This list"],
} as const;

export type Command = (typeof KEYS)[keyof typeof KEYS][0];

const OFF = "plandesk:desk-keys";
const TYPED_INTO = "input, textarea, select, [contenteditable]";

export const keysOn = () => localStorage.getItem(OFF) !== "off";
export const setKeys = (on: boolean) => localStorage.setItem(OFF, on ? "on" : "off");

/** Return what a key press asks for, or null when it is not ours. */
export function command(event: KeyboardEvent, inDialog: boolean): Command | null {
  if (!keysOn() || inDialog || event.defaultPrevented || event.isComposing) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.composedPath()[0];
  if (target instanceof Element && target.matches(TYPED_INTO)) return null;
  // Enter on a button is that button's; here it opens only what the queue has marked.
  if (event.key === "Enter") return null;
  return KEYS[event.key as keyof typeof KEYS]?.[0] ?? null;
}
