import type { ReactElement } from "react";

interface Props {
  readonly onClick: () => void;
  readonly children: string;
}

/** A button in a line of text or under it. */
export function ActionButton({ onClick, children }: Props): ReactElement {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-8 border border-hairline px-3 text-xs whitespace-nowrap text-accent hover:border-accent max-md:min-h-11"
    >
      {children}
    </button>
  );
}
