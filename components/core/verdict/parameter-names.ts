/** Parameters that configuration names by their meaning, and the engine by the letter of the literature. */
const engineNames: Readonly<Record<string, string>> = {
  falseAbortRate: "alpha",
  missRate: "beta",
  unacceptableErrorRatio: "pBad",
  requirePassAbove: "passAboveWeight",
};

/** Parameters as people set them, by the engine's names; one that was not set is absent. */
export function toEngineNames(
  set: Readonly<Record<string, number | undefined>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(set)
      .filter((entry): entry is [string, number] => entry[1] !== undefined)
      .map(([key, value]) => [engineNames[key] ?? key, value]),
  );
}

/** Key of `analysis.parameters` that sets a parameter of the engine. */
export function parameterName(engineName: string): string {
  return Object.entries(engineNames).find(([, name]) => name === engineName)?.[0] ?? engineName;
}
