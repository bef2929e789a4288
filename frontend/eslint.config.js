import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const FEATURES = ["anomalies", "chart", "query", "stats", "watchlist"];

/** One rule a layer: app -> features -> shared, and no feature knows another. */
function mayNotImport(files, patterns) {
  return { files, rules: { "no-restricted-imports": ["error", { patterns }] } };
}

const layers = [
  mayNotImport(
    ["src/shared/**"],
    [{ group: ["@/app/**", "@/features/**", "**/features/**", "**/app/**"], message: "shared is the lowest layer" }],
  ),
  ...FEATURES.map((feature) =>
    mayNotImport(
      [`src/features/${feature}/**`],
      [
        { group: ["@/app/**", "**/app/**"], message: "a feature does not know the app" },
        {
          group: FEATURES.filter((other) => other !== feature).flatMap((other) => [
            `@/features/${other}`,
            `@/features/${other}/**`,
            `**/../${other}`,
            `**/../${other}/**`,
          ]),
          message: "features do not know each other: share through src/shared or wire them in src/app",
        },
      ],
    ),
  ),
  mayNotImport(["src/app/**"], [{ group: ["@/features/*/*"], message: "a feature is used through its index" }]),
];

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "src/shared/api/schema.d.ts"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [
      ...tseslint.configs.strictTypeChecked,
      ...tseslint.configs.stylisticTypeChecked,
      jsxA11y.flatConfigs.strict,
      reactHooks.configs.flat["recommended-latest"],
    ],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-function-return-type": ["error", { allowExpressions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      eqeqeq: "error",
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
    },
  },
  { files: ["**/*.test.{ts,tsx}"], rules: { "max-lines": ["error", 350] } },
  { files: ["**/*.{js,mjs}"], languageOptions: { globals: { ...globals.node } } },
  { files: ["public/**/*.js"], languageOptions: { globals: { ...globals.serviceworker } } },
  ...layers,
);
