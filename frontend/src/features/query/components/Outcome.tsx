import { useNow } from "@/shared/time";
import { ActionButton, Notice } from "@/shared/ui";

import { saveCsv } from "../saveCsv";
import { bytesText, costLine } from "../domain/result";
import { ResultTable } from "./ResultTable";
import { TokenForm } from "./TokenForm";

import type { Run } from "../useQueryRun";
import type { Query } from "@/shared/api/types";
import type { ReactElement } from "react";

interface Props {
  readonly run: Run;
  readonly onToken: (token: string) => void;
}

/** What has come of the last run, whatever it was. */
export function Outcome({ run, onToken }: Props): ReactElement {
  switch (run.phase) {
    case "idle":
      return <Notice>Ctrl+Enter runs the query at Athena; its result comes here.</Notice>;
    case "token":
      return <TokenForm isRefused={run.isRefused} onToken={onToken} />;
    case "running":
      return <Progress since={run.since} query={run.query} isStopping={run.isStopping} />;
    case "failed":
      return <Trouble text={run.message} />;
    case "over":
      return run.query.state === "SUCCEEDED" ? (
        <Result query={run.query} />
      ) : (
        <Trouble text={run.query.reason ?? run.query.state} />
      );
  }
}

function Progress(props: {
  readonly since: number;
  readonly query: Query | null;
  readonly isStopping: boolean;
}): ReactElement {
  const { since, query, isStopping } = props;
  const seconds = useNow((now) => Math.max(0, Math.floor((now - since) / 1000)));
  return (
    <Notice>
      <p role="status">{isStopping ? "Cancelling…" : (query?.state ?? "sent").toLowerCase()}</p>
      <p className="num">
        {seconds} s · {bytesText(query?.scanned_bytes ?? 0)} scanned
      </p>
    </Notice>
  );
}

/** The server's own words, as long as they are. */
function Trouble({ text }: { readonly text: string }): ReactElement {
  return (
    <div role="alert" className="min-h-0 flex-1 overflow-auto p-3 text-xs">
      <p className="text-accent">No result</p>
      <p className="mt-1 font-mono break-words whitespace-pre-wrap">{text}</p>
    </div>
  );
}

function Result({ query }: { readonly query: Query }): ReactElement {
  return (
    <>
      {query.rows.length > 0 ? <ResultTable query={query} /> : <Notice>The query found no rows.</Notice>}
      <div className="flex min-h-9 shrink-0 items-center gap-3 border-t border-hairline px-3">
        <p
          role="status"
          className="num min-w-0 flex-1 truncate text-xs text-muted max-md:py-1 max-md:whitespace-normal"
        >
          {costLine(query)}
        </p>
        {query.rows.length > 0 && (
          <ActionButton
            onClick={() => {
              saveCsv(query);
            }}
          >
            Save CSV
          </ActionButton>
        )}
      </div>
    </>
  );
}
