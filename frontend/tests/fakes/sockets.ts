import type { PushMessage, PushSubscribe } from "@/shared/api/types";
import type { Socket } from "@/shared/push/connection";

/** A WebSocket whose other end is the test. */
export class FakeSocket implements Socket {
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  readonly sent: unknown[] = [];
  isClosed = false;

  constructor(readonly url: string) {}

  send(frame: string): void {
    this.sent.push(JSON.parse(frame));
  }

  close(): void {
    this.isClosed = true;
  }

  /** The server takes the connection and the subscription. */
  accept(): void {
    this.call(this.onopen, new Event("open"));
    this.confirm();
  }

  /** The server takes the subscription that it was sent last. */
  confirm(feed = this.wanted()): void {
    this.say({ type: "subscribed", feed, symbols: null, channels: ["feeds", "prices", "candles", "anomalies"] });
  }

  private wanted(): string {
    const subscriptions = this.sent.filter((request): request is PushSubscribe => isSubscription(request));
    return subscriptions.at(-1)?.feed ?? "live";
  }

  say(message: PushMessage): void {
    this.sayText(JSON.stringify(message));
  }

  sayText(frame: string): void {
    this.call(this.onmessage, new MessageEvent("message", { data: frame }));
  }

  /** The connection breaks. */
  drop(): void {
    this.call(this.onclose, new CloseEvent("close"));
  }

  private call<E extends Event>(handler: ((this: WebSocket, event: E) => unknown) | null, event: E): void {
    handler?.call(this as unknown as WebSocket, event);
  }
}

function isSubscription(request: unknown): boolean {
  return typeof request === "object" && request !== null && "feed" in request;
}

/** Every socket that was opened, the newest last. */
export class FakeSockets {
  readonly all: FakeSocket[] = [];

  readonly open = (url: string): FakeSocket => {
    const socket = new FakeSocket(url);
    this.all.push(socket);
    return socket;
  };

  get newest(): FakeSocket {
    const socket = this.all.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }
}
