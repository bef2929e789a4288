import type { Panel } from "../state/view";
import type { PhonePage } from "./Shell";
import type { ReactElement, ReactNode } from "react";

export interface FooterProps {
  readonly panel: Panel | null;
  readonly phonePage: PhonePage;
  readonly onList: () => void;
  readonly onPanel: (panel: Panel) => void;
}

/** On a wide screen a line with the drawer's handle and the keys; on a phone the bar that thumbs reach. */
export function Footer({ panel, phonePage, onList, onPanel }: FooterProps): ReactElement {
  return (
    <nav
      aria-label="Panels"
      className="flex h-8 shrink-0 items-stretch border-t border-hairline bg-panel text-xs text-muted max-md:h-auto max-md:min-h-14 max-md:pb-[env(safe-area-inset-bottom)]"
    >
      <Tab isOn={phonePage === "list" && panel === null} onClick={onList} className="md:hidden">
        Watchlist
      </Tab>
      <Tab
        isOn={panel === "anomalies"}
        onClick={() => {
          onPanel("anomalies");
        }}
        className="xl:hidden"
      >
        Anomalies
      </Tab>
      <Tab
        isOn={panel === "query"}
        onClick={() => {
          onPanel("query");
        }}
      >
        Query
      </Tab>
      <p className="ml-auto flex items-center gap-4 px-3 max-lg:hidden">
        <Hint keys="j k">symbol</Hint>
        <Hint keys="1 2 3">range</Hint>
        <Hint keys="f">feeds</Hint>
        <Hint keys="a">anomalies</Hint>
        <Hint keys="/">query</Hint>
        <Hint keys="?">keys</Hint>
      </p>
    </nav>
  );
}

interface TabProps {
  readonly isOn: boolean;
  readonly onClick: () => void;
  readonly children: string;
  readonly className?: string;
}

function Tab({ isOn, onClick, children, className = "" }: TabProps): ReactElement {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={`border-t-2 border-transparent px-4 outline-offset-[-2px] hover:text-text aria-pressed:border-accent aria-pressed:text-accent max-md:flex-1 max-md:text-sm ${className}`}
    >
      {children}
    </button>
  );
}

function Hint({ keys, children }: { readonly keys: string; readonly children: ReactNode }): ReactElement {
  return (
    <span>
      <kbd className="text-text">{keys}</kbd> {children}
    </span>
  );
}
