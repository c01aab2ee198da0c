import { ledgerVersion } from "./ledger";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A stored ledger as this version has it; its fields are checked afterwards, whatever version wrote them.
 * @param stored - parsed JSON of any version; of a version that is not known it comes back as it is
 */
export function upgradeLedger(stored: unknown): unknown {
  return isObject(stored) && stored["version"] === 1 ? fromVersion1(stored) : stored;
}

/** Version 1 named a stage by its weight. */
function fromVersion1({ attempt, ...ledger }: Json): Json {
  return {
    ...ledger,
    version: ledgerVersion,
    ...(attempt === undefined ? {} : { attempt: isObject(attempt) ? withKeys(attempt) : attempt }),
  };
}

function withKeys({ stages, ...attempt }: Json): Json {
  return { ...attempt, stages: Array.isArray(stages) ? stages.map(withKey) : stages };
}

function withKey(stage: unknown): unknown {
  if (!isObject(stage)) return stage;
  const { weight, ...rest } = stage;
  return { key: String(weight), exposure: { weight }, ...rest };
}
