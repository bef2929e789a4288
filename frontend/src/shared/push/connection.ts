import { decodeMessage, encodeRequest } from "./messages";
import { Alarm } from "./timers";

import type { Timers } from "./timers";
import type { PushUpdate } from "@/shared/api/types";

/** What is used of a WebSocket. */
export type Socket = Pick<WebSocket, "send" | "close" | "onopen" | "onmessage" | "onclose">;
export type OpenSocket = (url: string) => Socket;

export interface ConnectionEvents {
  /** The subscription of the feed holds: from here on nothing of it is missed. */
  onSubscribed(): void;
  onUpdate(update: PushUpdate): void;
  /** It is over, for whatever reason. Called once, unless `close` came first. */
  onLost(): void;
}

const HANDSHAKE_MS = 10_000;
const PING_EVERY_MS = 60_000;
const PONG_WITHIN_MS = 10_000;

/**
 * One WebSocket from its opening to its end. A peer that has gone without a word is found by a ping that nothing
 * follows: TCP alone may take many minutes to notice.
 */
export class Connection {
  private readonly socket: Socket;
  private readonly deadline: Alarm;
  private readonly nextPing: Alarm;
  private isOpen = false;
  /** Whether the subscription that is wanted now was confirmed. */
  private isSubscribed = false;
  private isOver = false;

  constructor(
    url: string,
    open: OpenSocket,
    timers: Timers,
    private readonly events: ConnectionEvents,
    private feed: string,
  ) {
    this.deadline = new Alarm(timers);
    this.nextPing = new Alarm(timers);
    this.socket = open(url);
    this.deadline.set(HANDSHAKE_MS, this.lose);
    this.socket.onopen = () => {
      this.isOpen = true;
      this.subscribe();
    };
    this.socket.onmessage = (event: MessageEvent) => {
      this.receive(event.data);
    };
    this.socket.onclose = this.lose;
  }

  /** Wants another feed from now on, in place of the one before. */
  show(feed: string): void {
    this.feed = feed;
    if (this.isOpen && !this.isOver) this.subscribe();
  }

  private subscribe(): void {
    this.isSubscribed = false;
    this.nextPing.clear();
    this.deadline.set(HANDSHAKE_MS, this.lose);
    const { feed } = this;
    this.socket.send(encodeRequest({ action: "subscribe", feed, symbols: null, channels: null }));
  }

  /** Ends it without a further event. */
  close(): void {
    this.isOver = true;
    this.deadline.clear();
    this.nextPing.clear();
    this.socket.onopen = null;
    this.socket.onmessage = null;
    this.socket.onclose = null;
    this.socket.close();
  }

  private readonly lose = (): void => {
    if (this.isOver) return;
    this.close();
    this.events.onLost();
  };

  private receive(frame: unknown): void {
    const message = decodeMessage(frame);
    if (!message) return;
    // The answer to a subscription that was given up for another says nothing of that one.
    if (message.type === "subscribed" && message.feed === this.feed) {
      this.isSubscribed = true;
      this.heard();
      this.events.onSubscribed();
    }
    if (message.type === "pong") this.heard();
    if (message.type === "update") {
      this.heard();
      this.events.onUpdate(message);
    }
    // Without its subscription the connection would be silent for ever.
    if (message.type === "error") this.lose();
  }

  private heard(): void {
    if (!this.isSubscribed) return;
    this.deadline.clear();
    if (!this.nextPing.isSet) this.nextPing.set(PING_EVERY_MS, this.ping);
  }

  private readonly ping = (): void => {
    this.socket.send(encodeRequest({ action: "ping" }));
    this.deadline.set(PONG_WITHIN_MS, this.lose);
  };
}
