/** The dependency rules for eslint: app -> features -> shared, and no feature knows another. */

const FEATURES = ["anomalies", "chart", "query", "stats", "watchlist"];

function mayNotImport(folder, ...patterns) {
  return { files: [`${folder}/**/*.{js,ts,tsx}`], rules: { "no-restricted-imports": ["error", { patterns }] } };
}

function otherFeatures(feature) {
  return FEATURES.filter((other) => other !== feature).flatMap((other) => [
    `@/features/${other}`,
    `@/features/${other}/**`,
    `**/../${other}`,
    `**/../${other}/**`,
  ]);
}

const shared = mayNotImport("src/shared", {
  group: ["@/app/**", "@/features/**", "**/../features/**", "**/../app/**"],
  message: "shared is the lowest layer",
});

const features = FEATURES.map((feature) =>
  mayNotImport(
    `src/features/${feature}`,
    { group: ["@/app/**", "**/../app/**"], message: "a feature does not know the app" },
    { group: otherFeatures(feature), message: "features do not know each other: share through src/shared" },
  ),
);

const app = mayNotImport("src/app", { group: ["@/features/*/**"], message: "a feature is used through its index" });

export const layers = [shared, ...features, app];
