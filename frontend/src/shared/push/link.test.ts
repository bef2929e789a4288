import { describe, expect, it, vi } from "vitest";

import { FakeSockets } from "../../../tests/fakes/sockets";
import { HandTimers } from "../../../tests/fakes/timers";
import { priceOf, updateOf } from "../../../tests/samples/prices";
import { Link } from "./link";

import type { LinkOptions } from "./link";

function linkWith(change: Partial<LinkOptions> = {}) {
  const sockets = new FakeSockets();
  const timers = new HandTimers();
  const onUpdate = vi.fn();
  const onResync = vi.fn();
  const link = new Link({
    url: "ws://push.test/live",
    open: sockets.open,
    timers,
    random: () => 1,
    feed: "live",
    onUpdate,
    onResync,
    ...change,
  });
  return { link, sockets, timers, onUpdate, onResync };
}

function liveLink() {
  const parts = linkWith();
  parts.link.start();
  parts.sockets.newest.accept();
  parts.onResync.mockClear();
  return parts;
}

describe("the first connection", () => {
  it("subscribes to everything, is live, and has everything asked for again", () => {
    const { link, sockets, onResync } = linkWith();
    expect(link.status()).toBe("connecting");
    link.start();
    sockets.newest.accept();
    expect(sockets.newest.url).toBe("ws://push.test/live");
    expect(sockets.newest.sent).toEqual([{ action: "subscribe", feed: "live", symbols: null, channels: null }]);
    expect(link.status()).toBe("live");
    expect(onResync).toHaveBeenCalledOnce();
  });

  it("is not live before the subscription is confirmed", () => {
    const { link, sockets } = linkWith();
    link.start();
    sockets.newest.onopen?.call(null as never, new Event("open"));
    expect(link.status()).toBe("connecting");
  });

  it("gives way to polling after five seconds, and goes on trying", () => {
    const { link, sockets, timers, onResync } = linkWith();
    link.start();
    timers.pass(4_999);
    expect(link.status()).toBe("connecting");
    timers.pass(1);
    expect(link.status()).toBe("polling");
    expect(onResync).toHaveBeenCalledOnce();
    sockets.newest.accept();
    expect(link.status()).toBe("live");
  });

  it("is given up after ten seconds without a word, and tried again", () => {
    const { link, sockets, timers } = linkWith();
    link.start();
    timers.pass(10_500);
    expect(sockets.all).toHaveLength(2);
    expect(sockets.all[0]?.isClosed).toBe(true);
  });

  it("counts as failed when the browser refuses to open it", () => {
    const open = vi.fn(() => {
      throw new Error("insecure");
    });
    const { link, timers } = linkWith({ open });
    link.start();
    timers.pass(5_000);
    expect(link.status()).toBe("polling");
    expect(open.mock.calls.length).toBeGreaterThan(1);
  });
});

describe("a live link", () => {
  it("passes updates on", () => {
    const { sockets, onUpdate } = liveLink();
    const update = updateOf({ prices: [priceOf()] });
    sockets.newest.say(update);
    expect(onUpdate).toHaveBeenCalledExactlyOnceWith(update);
  });

  it("passes over what it does not understand", () => {
    const { link, sockets, onUpdate } = liveLink();
    for (const frame of ["no json", "7", "null", "{}", '{"type":"later"}', '{"type":7}']) sockets.newest.sayText(frame);
    expect(onUpdate).not.toHaveBeenCalled();
    expect(link.status()).toBe("live");
  });

  it("pings once a minute and stays while it is answered", () => {
    const { link, sockets, timers } = liveLink();
    for (let minute = 0; minute < 3; minute += 1) {
      timers.pass(60_000);
      sockets.newest.say({ type: "pong" });
    }
    timers.pass(59_000);
    expect(sockets.newest.sent.slice(1)).toEqual(Array.from({ length: 3 }, () => ({ action: "ping" })));
    expect(link.status()).toBe("live");
    expect(sockets.all).toHaveLength(1);
  });

  it("finds a dead peer by a ping that nothing follows", () => {
    const { link, sockets, timers } = liveLink();
    timers.pass(69_999);
    expect(link.status()).toBe("live");
    timers.pass(1);
    expect(link.status()).toBe("reconnecting");
    expect(sockets.newest.isClosed).toBe(true);
  });

  it("starts anew when its subscription is refused", () => {
    const { link, sockets } = liveLink();
    sockets.newest.say({ type: "error", error: "no", code: "bad_request" });
    expect(link.status()).toBe("reconnecting");
  });

  it("tells its listeners of each change of status once, until they leave", () => {
    const { link, sockets, timers } = liveLink();
    const listener = vi.fn();
    const leave = link.subscribe(listener);
    sockets.newest.drop();
    expect(listener).toHaveBeenCalledOnce();
    leave();
    timers.pass(5_000);
    expect(link.status()).toBe("polling");
    expect(listener).toHaveBeenCalledOnce();
  });
});

describe("a lost link", () => {
  it("reconnects, polls after five seconds, and is live again with everything asked for", () => {
    const { link, sockets, timers, onResync } = liveLink();
    sockets.newest.drop();
    expect(link.status()).toBe("reconnecting");
    timers.pass(5_000);
    expect(link.status()).toBe("polling");
    expect(onResync).toHaveBeenCalledTimes(1);
    sockets.newest.accept();
    expect(link.status()).toBe("live");
    expect(onResync).toHaveBeenCalledTimes(2);
  });

  it("asks for what it missed when it is back before polling began", () => {
    const { link, sockets, timers, onResync } = liveLink();
    sockets.newest.drop();
    timers.pass(500);
    sockets.newest.accept();
    timers.pass(10_000);
    expect(link.status()).toBe("live");
    expect(onResync).toHaveBeenCalledOnce();
  });

  it("waits longer and longer between its attempts", () => {
    const { sockets, timers } = liveLink();
    const waits = [500, 1_000, 2_000, 4_000];
    for (const wait of waits) {
      const before = sockets.all.length;
      sockets.newest.drop();
      timers.pass(wait - 1);
      expect(sockets.all).toHaveLength(before);
      timers.pass(1);
      expect(sockets.all).toHaveLength(before + 1);
    }
  });

  it("starts over with short waits once it was live", () => {
    const { sockets, timers } = liveLink();
    sockets.newest.drop();
    timers.pass(500);
    sockets.newest.drop();
    timers.pass(1_000);
    sockets.newest.accept();
    sockets.newest.drop();
    timers.pass(500);
    expect(sockets.all).toHaveLength(4);
  });

  it("tries at once when hurried, and only while it has no socket", () => {
    const { link, sockets, timers } = liveLink();
    link.hurry();
    expect(sockets.all).toHaveLength(1);
    sockets.newest.drop();
    link.hurry();
    link.hurry();
    expect(sockets.all).toHaveLength(2);
    timers.pass(5_000); // the attempt it had planned is gone
    expect(sockets.all).toHaveLength(2);
  });
});

describe("stopping and starting", () => {
  it("closes the socket and tries no more, until it is started again", () => {
    const { link, sockets, timers } = liveLink();
    link.stop();
    timers.pass(120_000);
    link.hurry();
    expect(sockets.newest.isClosed).toBe(true);
    expect(sockets.all).toHaveLength(1);
    link.start();
    expect(sockets.all).toHaveLength(2);
  });

  it("opens one socket however often it is started", () => {
    const { link, sockets } = linkWith();
    link.start();
    link.start();
    expect(sockets.all).toHaveLength(1);
  });

  it("polls for ever where nothing is pushed", () => {
    const { link, sockets, timers } = linkWith({ url: null });
    link.start();
    link.hurry();
    timers.pass(60_000);
    link.stop();
    expect(link.status()).toBe("polling");
    expect(sockets.all).toHaveLength(0);
  });
});

describe("another feed", () => {
  it("is subscribed to over the same socket, and asked for once that holds", () => {
    const { link, sockets, onResync } = liveLink();
    link.show("calm.ab12");
    expect(sockets.all).toHaveLength(1);
    expect(sockets.newest.sent.at(-1)).toEqual({
      action: "subscribe",
      feed: "calm.ab12",
      symbols: null,
      channels: null,
    });
    expect(link.status()).toBe("live");
    expect(onResync).not.toHaveBeenCalled();
    sockets.newest.confirm();
    expect(onResync).toHaveBeenCalledOnce();
  });

  it("is not taken for subscribed because a former one is", () => {
    const { link, sockets, onResync } = liveLink();
    link.show("calm.ab12");
    sockets.newest.confirm("live");
    expect(onResync).not.toHaveBeenCalled();
  });

  it("that is never confirmed costs the connection, whatever else comes", () => {
    const { link, sockets, timers } = liveLink();
    link.show("calm.ab12");
    timers.pass(5_000);
    sockets.newest.say(updateOf({ prices: [priceOf()] }));
    timers.pass(5_000);
    expect(link.status()).toBe("reconnecting");
  });

  it("is what a new connection begins with", () => {
    const { link, sockets, timers } = liveLink();
    sockets.newest.drop();
    link.show("calm.ab12");
    timers.pass(60_000);
    sockets.newest.accept();
    expect(sockets.newest.sent).toMatchObject([{ feed: "calm.ab12" }]);
  });

  it("that is shown already changes nothing", () => {
    const { link, sockets } = liveLink();
    link.show("live");
    expect(sockets.newest.sent).toHaveLength(1);
  });
});
