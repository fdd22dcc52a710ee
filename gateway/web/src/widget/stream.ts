/**
 * Keeps a conversation up to date: a WebSocket that resumes after the last `seq`, and plain reads while there is none.
 *
 * A socket may die without a word (sleep, a train, a proxy), so a slow read goes on beside it,
 * and coming back to the page or to the network starts at once instead of waiting for a timer.
 */
import { jittered } from "./retry";
import type { Message } from "./types";

export interface StreamHost {
  readonly address: string;
  readonly token: string;
  readonly cursor: number;
  /** Something known is about to change, such as a ticket that has no number yet. */
  readonly unfinished: boolean;
  received(messages: Message[]): void;
  heardTyping(on: boolean): void;
  /** Read what is missing over HTTP; resolves to how many messages were new, rejects when it could not be read. */
  sync(): Promise<number>;
  connection(up: boolean): void;
}

const FIRST_RETRY = 1000;
const LAST_RETRY = 30_000;
const POLL = 4000;
const POLL_UNFINISHED = 8000;
const POLL_BESIDE_SOCKET = 45_000;
const ASLEEP = 20_000;

export class Stream {
  private socket: WebSocket | null = null;
  private wait = FIRST_RETRY;
  private retry = 0;
  private poll = 0;
  private hiddenAt = 0;
  private readonly off = new AbortController();

  constructor(private readonly host: StreamHost) {
    const signal = this.off.signal;
    addEventListener("online", () => this.wake(true), { signal });
    // Half a message waits for the rest while its customer types; the gateway heeds one of these a second.
    addEventListener("input", () => this.open && this.socket!.send("typing"), { signal });
    addEventListener("offline", () => host.connection(false), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.wake(true), { signal });
    document.addEventListener(
      "visibilitychange",
      () => {
        if (document.hidden) this.hiddenAt = Date.now();
        else this.wake(Date.now() - this.hiddenAt > ASLEEP);
      },
      { signal },
    );
    this.connect();
    this.planPoll();
  }

  stop(): void {
    this.off.abort();
    clearTimeout(this.retry);
    clearTimeout(this.poll);
    this.hangUp();
  }

  get open(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  private wake(distrust: boolean): void {
    this.wait = FIRST_RETRY;
    if (distrust) this.hangUp();
    if (!this.socket) this.connect();
    this.read();
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
    const { host } = this;
    try {
      const socket = (this.socket = new WebSocket(host.address));
      socket.onopen = () => socket.send(JSON.stringify({ session: host.token, after: host.cursor }));
      socket.onmessage = (event) => {
        const frame = JSON.parse(event.data);
        this.wait = FIRST_RETRY;
        host.connection(true);
        if (frame.message) host.received([frame.message]);
        this.planPoll();
        if ("typing" in frame) host.heardTyping(!!frame.typing);
      };
      socket.onclose = () => {
        this.socket = null;
        host.heardTyping(false);
        this.again();
        this.read();
      };
    } catch {
      this.again();
    }
  }

  private again(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), jittered(this.wait)) as unknown as number;
    this.wait = Math.min(this.wait * 2, LAST_RETRY);
  }

  private planPoll(): void {
    clearTimeout(this.poll);
    const pause = document.hidden ? POLL_BESIDE_SOCKET : !this.open ? POLL : this.host.unfinished ? POLL_UNFINISHED : POLL_BESIDE_SOCKET;
    this.poll = setTimeout(() => this.read(), jittered(pause)) as unknown as number;
  }

  private read(): void {
    const beside = this.open;
    this.host.sync().then(
      (fresh) => {
        this.host.connection(true);
        if (beside && fresh && this.open) this.wake(true); // The socket should have brought these: it is deaf.
      },
      () => this.host.connection(false),
    );
    if (!this.off.signal.aborted) this.planPoll();
  }
}
