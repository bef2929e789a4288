import { Component } from "react";

import { ActionButton, Notice } from "@/shared/ui";

import type { ReactNode } from "react";

interface Props {
  /** What is inside, as in "The chart could not be shown." */
  readonly name: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** Keeps a part that breaks, or whose code cannot be loaded, from taking the page with it. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <Notice isAlert>
        <p className="text-text">{this.props.name} could not be shown.</p>
        <ActionButton
          onClick={() => {
            window.location.reload();
          }}
        >
          Reload
        </ActionButton>
      </Notice>
    );
  }
}
