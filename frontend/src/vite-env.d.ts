/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where the configuration lies during development; /config.json otherwise. */
  readonly VITE_CONFIG_URL?: string;
}
