import { act, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { afterEach, expect, it, vi } from "vitest";

import { useIsSeen } from "./useIsSeen";

import type { ReactElement } from "react";

type Told = (entries: readonly { readonly isIntersecting: boolean }[]) => void;

function Row(): ReactElement {
  const ref = useRef<HTMLParagraphElement>(null);
  return <p ref={ref}>{useIsSeen(ref) ? "seen" : "not seen"}</p>;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("takes everything for seen where nobody can tell", () => {
  render(<Row />);
  expect(screen.getByText("seen")).toBeInTheDocument();
});

it("follows what comes into view and leaves it, and lets go in the end", () => {
  let tell: Told = () => undefined;
  const disconnect = vi.fn();
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(told: Told) {
        tell = told;
      }
      readonly observe = vi.fn();
      readonly disconnect = disconnect;
    },
  );
  const { unmount } = render(<Row />);
  expect(screen.getByText("not seen")).toBeInTheDocument();
  act(() => {
    tell([{ isIntersecting: true }]);
  });
  expect(screen.getByText("seen")).toBeInTheDocument();
  act(() => {
    tell([{ isIntersecting: true }, { isIntersecting: false }]);
  });
  expect(screen.getByText("not seen")).toBeInTheDocument();
  unmount();
  expect(disconnect).toHaveBeenCalledOnce();
});
