import "@testing-library/jest-dom/vitest";
import "./fakes/browser";
import "./fakes/canvas";
import "./fakes/layout";

import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);
