/**
 * Says when to look again: the socket brings news of changes, and what changed is read over HTTP.
 *
 * After every gap (a lost network, sleep, a restarted gateway) everything is looked at once, so nothing pushed in it
 * is missed; and a slow look goes on beside the socket, because a socket may die without a word.
 */
import { jittered } from "../widget/retry";

const FIRST_RETRY = 1000;
const LAST_RETRY = 15_000;
const LOOK = 4000;
const LOOK_BESIDE_SOCKET = 30_000;
const ASLEEP = 20_000;

export interface LiveHost {
  /** A conversation is open that only the bot has: the socket brings no news of it. */
  readonly unlisted: boolean;
  /** Something changed in this conversation, in the queue when null. */
  news(conversation: string | null): void;
  /** Anything may have changed. */
  lookAgain(): void;
  connection(up: boolean): void;
}

export class Live {
  private socket: WebSocket | null = null;
  private wait = FIRST_RETRY;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private look: ReturnType<typeof setTimeout> | undefined;
  private hiddenAt = 0;
  private readonly off = new AbortController();

  constructor(
    private readonly address: string,
    private readonly host: LiveHost,
  ) {
    const { signal } = this.off;
    addEventListener("online", () => this.wake(), { signal });
    addEventListener("offline", () => host.connection(false), { signal });
    document.addEventListener(
      "visibilitychange",
      () => {
        if (document.hidden) this.hiddenAt = Date.now();
        else if (Date.now() - this.hiddenAt > ASLEEP) this.wake();
      },
      { signal },
    );
    this.connect();
    this.plan();
  }

  stop(): void {
    this.off.abort();
    clearTimeout(this.retry);
    clearTimeout(this.look);
    this.hangUp();
  }

  private wake(): void {
    this.wait = FIRST_RETRY;
    this.hangUp();
    this.connect();
    this.host.lookAgain();
  }

  private hangUp(): void {
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private connect(): void {
    clearTimeout(this.retry);
    const socket = (this.socket = new WebSocket(this.address));
    socket.onopen = () => {
      this.wait = FIRST_RETRY;
      this.host.connection(true);
      this.host.lookAgain();
    };
    socket.onmessage = (event) => {
      const frame = JSON.parse(event.data) as { type?: string; conversation?: string };
      this.host.news(null);
      if (frame.conversation) this.host.news(frame.conversation);
    };
    socket.onclose = () => {
      this.socket = null;
      this.host.connection(false);
      this.retry = setTimeout(() => this.connect(), jittered(this.wait));
      this.wait = Math.min(this.wait * 2, LAST_RETRY);
      this.plan();
    };
  }

  /** Also called when it changed how often to look. */
  plan(): void {
    clearTimeout(this.look);
    const up = this.socket?.readyState === WebSocket.OPEN && !this.host.unlisted;
    this.look = setTimeout(
      () => {
        this.host.lookAgain();
        this.plan();
      },
      jittered(up ? LOOK_BESIDE_SOCKET : LOOK),
    );
  }
}
