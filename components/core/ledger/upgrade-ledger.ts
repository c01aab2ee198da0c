import { ledgerVersion } from "./ledger";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A stored ledger as this version has it; its fields are checked afterwards, whatever version wrote them.
 * @param stored - parsed JSON of any version; of a version that is not known it comes back as it is
 */
export function upgradeLedger(stored: unknown): unknown {
  if (!isObject(stored)) return stored;
  const second = stored["version"] === 1 ? fromVersion1(stored) : stored;
  return second["version"] === 2 ? fromVersion2(second) : second;
}

/** Version 2 knew images only. */
function fromVersion2(ledger: Json): Json {
  const lists = ["promoted", "aborted", "putBack"].filter((list) => Array.isArray(ledger[list]));
  const versions = (images: readonly unknown[]) =>
    images.map((image) => (typeof image === "string" ? { image } : image));
  return {
    ...ledger,
    ...Object.fromEntries(lists.map((list) => [list, versions(ledger[list] as readonly unknown[])])),
    version: ledgerVersion,
  };
}

/** Version 1 named a stage by its weight. */
function fromVersion1({ attempt, ...ledger }: Json): Json {
  return {
    ...ledger,
    version: 2,
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
