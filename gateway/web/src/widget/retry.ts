/** When to try again: after silence and passing faults with growing pauses, after "too many" as long as the server says. */
import { Problem, Unreachable } from "./api";

const TRIES = 6;
const LONGEST_WAIT = 30;

/** Half to all of `ms`, so that a thousand pages do not come back in the same instant. */
export const jittered = (ms: number) => ms * (0.5 + Math.random() / 2);

/** How long to wait before the next try, in ms; null when trying again by itself makes no sense. */
export function pause(error: unknown, tried: number): number | null {
  if (tried >= TRIES) return null;
  if (error instanceof Problem && error.status === 429) {
    const seconds = error.retryAfter ?? 5;
    return seconds <= LONGEST_WAIT ? seconds * 1000 : null;
  }
  if (error instanceof Unreachable || (error instanceof Problem && error.passing)) return jittered(1000 * 2 ** (tried - 1));
  return null;
}

/** True when this very message will never be taken: too long, a stale button. */
export function forGood(error: unknown): error is Problem {
  return error instanceof Problem && error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status);
}
