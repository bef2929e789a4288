import { useEffect, useId, useRef } from "react";

import type { ReactElement, ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog. The browser keeps the focus inside, closes it on Escape and puts the focus back. */
export function Dialog({ title, onClose, children }: Props): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="m-auto w-full max-w-md border border-hairline bg-panel text-sm text-text backdrop:bg-black/70"
    >
      <header className="flex min-h-12 items-center border-b border-hairline pl-4">
        <h2 id={titleId} className="font-semibold">
          {title}
        </h2>
        <button
          type="button"
          aria-label="Close"
          onClick={onClose}
          className="ml-auto size-12 text-lg text-muted outline-offset-[-2px] hover:text-text"
        >
          ✕
        </button>
      </header>
      <div className="p-4">{children}</div>
    </dialog>
  );
}
