import { FeedPicker } from "@/features/feeds";

import { Dialog } from "../layout/Dialog";

import type { Feed } from "@/shared/api/types";
import type { Loading } from "@/shared/market/queries";
import type { ReactElement } from "react";

interface Props {
  readonly shown: string;
  readonly feeds: readonly Feed[];
  readonly loading: Loading;
  readonly onChoose: (feed: string) => void;
  readonly onClose: () => void;
}

/** The choice of feeds, over the page. */
export function FeedsPanel({ shown, feeds, loading, onChoose, onClose }: Props): ReactElement {
  const { state, error, retry } = loading;
  return (
    <Dialog title="Feeds" onClose={onClose}>
      <FeedPicker shown={shown} feeds={feeds} state={state} error={error} onRetry={retry} onChoose={onChoose} />
    </Dialog>
  );
}
