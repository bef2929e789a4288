import type { ReactElement } from "react";

/** Where the chart will be, while its code loads. */
export function ChartPlaceholder({ symbol }: { readonly symbol: string }): ReactElement {
  return (
    <section aria-label="Chart" aria-busy="true" className="flex h-full flex-col bg-panel">
      <header className="flex min-h-11 items-center border-b border-hairline pl-3 text-sm font-semibold max-md:min-h-16">
        {symbol === "" ? <span className="skeleton h-3 w-12" /> : <h2>{symbol}</h2>}
      </header>
      <div role="status" aria-label="Loading the chart" className="flex flex-1 flex-col justify-evenly">
        {Array.from({ length: 5 }, (_, line) => (
          <span key={line} className="border-t border-hairline" />
        ))}
      </div>
    </section>
  );
}
