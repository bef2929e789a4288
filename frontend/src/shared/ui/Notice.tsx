import type { ReactElement, ReactNode } from "react";

/** What a panel says when it has nothing else to show. */
export function Notice(props: { readonly children: ReactNode; readonly isAlert?: boolean }): ReactElement {
  return (
    <div
      role={props.isAlert === true ? "alert" : undefined}
      className="flex h-full flex-col items-center justify-center gap-2 p-6 text-center text-xs text-muted"
    >
      {props.children}
    </div>
  );
}
