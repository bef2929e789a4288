/** The whole page on a stage: the clock, the API, the socket and the address are the test's. */

import { act, fireEvent, render } from "@testing-library/react";
import { vi } from "vitest";

import { App } from "@/app/App";

import { FakeApi } from "../fakes/api";
import { FakeSockets } from "../fakes/sockets";

export interface Stage {
  readonly api: FakeApi;
  readonly sockets: FakeSockets;
}

/** Opens the page at `search` and lets everything answer that answers at once. Needs fake timers. */
export async function open(search = "", prepare: (api: FakeApi) => void = () => undefined): Promise<Stage> {
  const api = new FakeApi();
  const sockets = new FakeSockets();
  prepare(api);
  window.history.replaceState(null, "", `/${search}`);
  render(<App parts={{ fetch: api.fetch, openSocket: sockets.open }} />);
  await settle();
  return { api, sockets };
}

/** Lets pending answers, loaded code and one frame through. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await act(async () => {
      await vi.dynamicImportSettled();
      await vi.advanceTimersByTimeAsync(20);
    });
  }
}

/** Lets so many milliseconds pass. */
export async function pass(milliseconds: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(milliseconds);
  });
}

/** Presses a key where the focus is. */
export async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...init });
  await settle();
}

/** Does something at the other end of the socket, and lets the page draw it. */
export async function meanwhile(action: () => void): Promise<void> {
  act(action);
  await settle();
}
