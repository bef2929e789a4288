import { fileURLToPath } from "node:url";

import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where `finpulse dashboard` listens by default; while developing, the configuration comes from there. */
const DASHBOARD = process.env["FINPULSE_DASHBOARD"] ?? "http://127.0.0.1:4568";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { target: "es2022", modulePreload: { polyfill: false } },
  server: { host: "127.0.0.1", strictPort: true, proxy: { "/config.json": { target: DASHBOARD, changeOrigin: true } } },
  preview: { host: "127.0.0.1", strictPort: true },
  test: {
    environment: "jsdom",
    setupFiles: ["tests/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
