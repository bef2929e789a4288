import { useLayoutEffect, useRef } from "react";

import type { KeyboardEvent, MouseEvent, RefObject, SyntheticEvent } from "react";

interface Modal {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onCancel: (event: SyntheticEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
}

/**
 * Opens a <dialog> as a modal while it is mounted. The browser keeps the focus inside and gives it back to where it
 * was; Escape, the back gesture and a click beside it ask to close it.
 */
export function useModal(onClose: () => void): Modal {
  const ref = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // Not the close button, which the browser would choose: the first thing read is the title.
    dialog?.focus();
    return () => {
      dialog?.close();
    };
  }, []);

  return {
    ref,
    onKeyDown: (event) => {
      // The keys of the page behind rest while the dialog is open.
      event.stopPropagation();
      if (event.key !== "Escape") return;
      event.preventDefault();
      onClose();
    },
    onCancel: (event) => {
      event.preventDefault();
      onClose();
    },
    onClick: (event) => {
      if (event.target === event.currentTarget) onClose();
    },
  };
}
