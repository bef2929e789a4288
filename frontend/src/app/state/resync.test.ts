import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";

import { resync } from "./resync";

/** A request that is shown, and how to answer it. */
function watched(client: QueryClient, queryKey: readonly string[]) {
  const answers: (() => void)[] = [];
  const queryFn = vi.fn(
    () =>
      new Promise<boolean>((resolve) => {
        answers.push(() => {
          resolve(true);
        });
      }),
  );
  new QueryObserver(client, { queryKey, queryFn, networkMode: "always" }).subscribe(() => undefined);
  const answer = async (): Promise<void> => {
    await vi.waitUntil(() => answers.length > 0);
    answers.shift()?.();
  };
  return { queryFn, answer };
}

it("asks for everything again but the configuration", async () => {
  const client = new QueryClient();
  const prices = watched(client, ["prices"]);
  const config = watched(client, ["config"]);
  await Promise.all([prices.answer(), config.answer()]);
  await vi.waitUntil(() => client.isFetching() === 0);
  const done = resync(client);
  await prices.answer();
  await done;
  expect(prices.queryFn).toHaveBeenCalledTimes(2);
  expect(config.queryFn).toHaveBeenCalledTimes(1);
});

it("lets an answer under way in, and asks for it once more", async () => {
  const client = new QueryClient();
  const prices = watched(client, ["prices"]);
  const done = resync(client);
  expect(prices.queryFn).toHaveBeenCalledTimes(1);
  await prices.answer();
  await vi.waitUntil(() => client.getQueryData(["prices"]) === true);
  await prices.answer();
  await done;
  expect(prices.queryFn).toHaveBeenCalledTimes(2);
});
