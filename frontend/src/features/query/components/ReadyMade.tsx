import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useMarket } from "@/shared/market/MarketContext";

import type { ReactElement } from "react";

const HOUR_MS = 3_600_000;

interface Props {
  /** What the editor holds: as soon as it is changed, it is no ready-made query any more. */
  readonly sql: string;
  readonly onSql: (sql: string) => void;
}

/** The API's ready-made queries; choosing one puts it into the editor. */
export function ReadyMade({ sql, onSql }: Props): ReactElement {
  const { client } = useMarket();
  const { data, isError } = useQuery({
    queryKey: ["ready-made"],
    queryFn: ({ signal }) => client.queries.readyMade(signal),
    staleTime: HOUR_MS,
  });
  const [name, setName] = useState("");
  const chosen = data?.queries.find((entry) => entry.name === name && entry.sql === sql);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3">
      <select
        aria-label="Ready-made queries"
        value={chosen?.name ?? ""}
        disabled={!data}
        onChange={(event) => {
          const wanted = data?.queries.find((entry) => entry.name === event.target.value);
          if (!wanted) return;
          setName(wanted.name);
          onSql(wanted.sql);
        }}
        className="min-h-8 min-w-0 border border-hairline bg-panel px-2 text-xs text-muted hover:text-text max-md:min-h-11"
      >
        <option value="">{isError ? "Ready-made queries: not available" : "Ready-made queries…"}</option>
        {data?.queries.map((entry) => (
          <option key={entry.name} value={entry.name}>
            {entry.name}
          </option>
        ))}
      </select>
      <p className="min-w-0 flex-1 truncate text-xs text-muted max-md:hidden" title={chosen?.about}>
        {chosen?.about}
      </p>
    </div>
  );
}
