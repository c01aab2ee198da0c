import type { BrokenRule } from "../../components/core/problem";

/** A key that has another name since; both below `sluice:`. */
export interface RenamedKey {
  readonly from: readonly string[];
  /** Name of the key now; it stays in the same mapping. */
  readonly to: string;
  /** The value in the form of now. @default as it is */
  readonly toValue?: (value: unknown) => unknown;
}

const renamed = (from: string, to: string): RenamedKey => ({ from: from.split("."), to });

/** Old names that this version still reads; the next one refuses them. */
export const renamedKeys: readonly RenamedKey[] = [
  renamed("app.readyWithin", "progressDeadline"),
  renamed("app.stopWithin", "terminationGracePeriod"),
  renamed("analysis.tick", "interval"),
  renamed("analysis.blind", "noDataTimeout"),
  renamed("analysis.parameters.alpha", "falseAbortRate"),
  renamed("analysis.parameters.beta", "missRate"),
  renamed("analysis.parameters.pBad", "unacceptableErrorRatio"),
  renamed("analysis.parameters.passAboveWeight", "requirePassAbove"),
  { ...renamed("traffic.host", "hosts"), toValue: (value) => [value] },
];

/** Result of {@link readOldNames}. */
export interface RenamedResult {
  /** The same configuration, by the names of now. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** A sentence per old name that was read. */
  readonly notices: readonly string[];
  /** Keys that are given under both names. */
  readonly broken: readonly BrokenRule[];
}

type Mapping = Record<string, unknown>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads old names of keys as the names of now.
 * @param fileOf - the file that a top-level key was read from, for messages
 */
export function readOldNames(
  given: Readonly<Record<string, unknown>>,
  fileOf: (key: string) => string,
): RenamedResult {
  const raw = structuredClone(given) as Mapping;
  const notices: string[] = [];
  const broken: BrokenRule[] = [];
  for (const { from, to, toValue = (value: unknown) => value } of renamedKeys) {
    const last = from.at(-1) as string;
    const holder = from.slice(0, -1).reduce<unknown>((inner, key) => Object(inner)[key] as unknown, raw);
    if (!isMapping(holder) || !Object.hasOwn(holder, last)) continue;
    const old = `sluice:${from.join(".")}`;
    const now = `sluice:${[...from.slice(0, -1), to].join(".")}`;
    const file = fileOf(from[0] as string);
    if (Object.hasOwn(holder, to)) {
      broken.push({ path: old, rule: `be left out where ${now} stands`, got: "both", file });
    } else {
      holder[to] = toValue(holder[last]);
      notices.push(`${old} is called ${now} now; the next version refuses the old name (${file})`);
    }
    delete holder[last];
  }
  return { raw, notices, broken };
}
