import { backoff } from "./backoff";
import { Connection } from "./connection";
import { Alarm } from "./timers";

import type { OpenSocket } from "./connection";
import type { Timers } from "./timers";
import type { PushUpdate } from "@/shared/api/types";

/**
 * How data comes in. `connecting` the first time, `live` pushed, `reconnecting` for the first seconds after the socket
 * was lost, then `polling` until it is back.
 */
export type LinkStatus = "connecting" | "live" | "reconnecting" | "polling";

export interface LinkOptions {
  /** null where nothing is pushed: the link is `polling` for ever. */
  readonly url: string | null;
  readonly open: OpenSocket;
  readonly timers: Timers;
  /** 0 to 1. */
  readonly random: () => number;
  /** The feed to begin with. */
  readonly feed: string;
  readonly onUpdate: (update: PushUpdate) => void;
  /** Ask for everything now: a subscription just began, or polling did. What came between was missed. */
  readonly onResync: () => void;
}

export const PATIENCE_MS = 5_000;

/** Keeps a subscribed socket open for as long as the page lives, and knows what to do while there is none. */
export class Link {
  private current: LinkStatus;
  private connection: Connection | null = null;
  private feed: string;
  private failures = 0;
  private isStarted = false;
  private readonly patience: Alarm;
  private readonly retry: Alarm;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: LinkOptions) {
    this.current = options.url === null ? "polling" : "connecting";
    this.feed = options.feed;
    this.patience = new Alarm(options.timers);
    this.retry = new Alarm(options.timers);
  }

  readonly status = (): LinkStatus => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    if (this.isStarted || this.options.url === null) return;
    this.isStarted = true;
    this.awaitPatiently();
    this.connect();
  }

  /** Closes the socket and stops trying. It may be started again. */
  stop(): void {
    this.isStarted = false;
    this.patience.clear();
    this.retry.clear();
    this.connection?.close();
    this.connection = null;
    this.failures = 0;
    if (this.options.url !== null) this.become("connecting");
  }

  /** Wants another feed's prices and candles from now on. Everything is asked for again once they come. */
  show(feed: string): void {
    if (feed === this.feed) return;
    this.feed = feed;
    this.connection?.show(feed);
  }

  /** Tries at once rather than at the next turn: the network is back, or the viewer is. */
  readonly hurry = (): void => {
    if (this.isStarted && this.connection === null) this.connect();
  };

  private connect(): void {
    const { url, open, timers, onUpdate } = this.options;
    if (url === null) return;
    this.retry.clear();
    const events = {
      onSubscribed: () => {
        this.succeed();
      },
      onUpdate,
      onLost: () => {
        this.fail();
      },
    };
    try {
      this.connection = new Connection(url, open, timers, events, this.feed);
    } catch {
      // A browser throws at once for a socket that it will not open at all, such as an insecure one from a secure page.
      this.fail();
    }
  }

  private succeed(): void {
    this.failures = 0;
    this.patience.clear();
    this.become("live");
    this.options.onResync();
  }

  private fail(): void {
    this.connection = null;
    this.failures += 1;
    if (this.current === "live") {
      this.become("reconnecting");
      this.awaitPatiently();
    }
    this.retry.set(backoff(this.failures, this.options.random), () => {
      this.connect();
    });
  }

  private awaitPatiently(): void {
    this.patience.set(PATIENCE_MS, () => {
      this.become("polling");
      this.options.onResync();
    });
  }

  private become(status: LinkStatus): void {
    if (status === this.current) return;
    this.current = status;
    for (const listener of this.listeners) listener();
  }
}
