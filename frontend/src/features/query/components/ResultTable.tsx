import { memo } from "react";

import { cellText, isNumeric } from "../domain/result";

import type { Query, QueryColumn } from "@/shared/api/types";
import type { ReactElement } from "react";

/** The rows, at most as many as the API gives at once; they scroll under their names. */
export const ResultTable = memo(function ResultTable({ query }: { readonly query: Query }): ReactElement {
  return (
    // Keys scroll what has the focus, so a region that scrolls must be able to have it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label="Result" tabIndex={0} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
      <table className="num min-w-full border-separate border-spacing-0 text-xs">
        <thead>
          <tr>
            {query.columns.map((column, at) => (
              <th
                key={at}
                scope="col"
                className={`sticky top-0 border-b border-hairline bg-raised px-3 py-1.5 font-normal whitespace-nowrap text-muted ${side(column)}`}
              >
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {query.rows.map((row, at) => (
            <tr key={at} className="hover:bg-raised">
              {query.columns.map((column, place) => (
                <Cell key={place} column={column} text={row[place] ?? null} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

function Cell({ column, text }: { readonly column: QueryColumn; readonly text: string | null }): ReactElement {
  return (
    <td className={`max-w-96 truncate border-b border-hairline px-3 py-1 ${side(column)}`} title={text ?? undefined}>
      {text === null ? <span className="text-muted">NULL</span> : cellText(column, text)}
    </td>
  );
}

function side(column: QueryColumn): string {
  return isNumeric(column) ? "text-right" : "text-left";
}
