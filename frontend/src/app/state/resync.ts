import type { Query, QueryClient } from "@tanstack/react-query";

const isData = ({ queryKey }: Query): boolean => queryKey[0] !== "config";

/**
 * Asks for all that is shown again. An answer under way may have been put together before now, so it is let in, for
 * the viewer waits, and then asked for once more.
 */
export async function resync(client: QueryClient): Promise<void> {
  const underWay = new Set(client.getQueryCache().findAll({ fetchStatus: "fetching", predicate: isData }));
  await client.invalidateQueries({ predicate: isData }, { cancelRefetch: false });
  if (underWay.size > 0) await client.invalidateQueries({ predicate: (query) => underWay.has(query) });
}
