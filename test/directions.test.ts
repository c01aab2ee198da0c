import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "..");

/**
 * Rooms that each room may name, besides itself; also where a module is loaded late, which lint does not see. A room
 * that is not in the list names only {@link bottom}.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "components/core": [],
  "components/http": ["core"],
  "components/cluster": ["core", "http"],
  "components/prometheus": ["core", "http", "cluster"],
  "components/ledger": ["core", "cluster"],
  "components/revisions": ["core", "cluster"],
  "components/notify": ["core", "http", "ledger"],
  "components/checks": ["core", "http", "cluster", "prometheus"],
  "components/traffic": ["core", "http", "cluster", "prometheus", "ledger"],
  "components/session": ["core", "cluster", "ledger", "notify", "traffic"],
  "components/stage": [
    "core",
    "cluster",
    "prometheus",
    "ledger",
    "revisions",
    "checks",
    "traffic",
    "session",
  ],
  "components/takeover": ["core", "cluster", "ledger", "revisions", "traffic", "session"],
  "components/flags": ["core", "cluster", "prometheus", "ledger", "traffic", "session", "stage"],
  "components/providers": [
    "core",
    "cluster",
    "ledger",
    "revisions",
    "notify",
    "traffic",
    "session",
    "stage",
    "takeover",
    "flags",
  ],
  "components/resources": ["core", "ledger/process-identity", "providers/provider-shim"],
};

/** The same for the rooms inside of a room; "." stands for the files beside them, which every one of them may name. */
const allowedInside: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "components/stage": {
    ".": [],
    evidence: [],
    stable: ["evidence"],
    raise: ["evidence"],
    gate: ["evidence", "stable"],
    soak: ["evidence", "stable"],
    promotion: ["evidence", "stable"],
    jobs: ["evidence", "promotion"],
  },
  "components/traffic": {
    ".": [],
    reach: [],
    look: ["reach"],
    write: ["reach", "look"],
    end: ["look", "write"],
  },
  "components/core/ledger": { ".": ["lock"], lock: [], transitions: [] },
  "components/core/evidence": {
    ".": ["labels", "samples", "answers", "doubts"],
    logs: [],
    labels: [],
    samples: ["labels"],
    answers: ["labels", "samples"],
    doubts: ["labels", "samples"],
  },
  "components/core/workload": {
    ".": ["sizes", "from"],
    sizes: [],
    from: ["sizes"],
    migration: ["from"],
    watchdog: ["migration"],
  },
};

/** Rooms that every shell may name. */
const bottom = ["core", "http", "cluster"];

/** The same for folders of the top. */
const allowedAbove: Readonly<Record<string, readonly string[]>> = {
  components: [],
  stacks: ["components/core"],
  replay: ["components/core"],
  policies: ["components/core", "components/http"],
  infra: ["stacks", "components", "policies"],
  cli: ["infra", "stacks", "replay", "components", "policies", "sandbox"],
  sandbox: [],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function list(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : list(file);
    return /\.(ts|js)$/.test(file) ? [file] : [];
  });
}

/** Modules that a file names, whichever way; those of the project by their path. */
function importsOf(from: string): readonly Import[] {
  const text = readFileSync(path.join(root, from), "utf8");
  return [...text.matchAll(/(?:\bfrom |\bimport |\b(?:import|require)\()"([^"\n]+)"/g)].map(
    ([, name = ""]) => ({
      from,
      to: name.startsWith(".") ? path.posix.join(path.posix.dirname(from), name) : name,
    }),
  );
}

const imports = Object.keys(allowedAbove).flatMap(list).flatMap(importsOf);

const isWithin = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);

const show = ({ from, to }: Import): string => `${from} → ${to}`;

test("every folder names only those it may", () => {
  const wrong = imports.filter(({ from, to }) => {
    const [folder = ""] = from.split("/");
    const isOurs = Object.keys(allowedAbove).some((one) => isWithin(to, one)) || to.startsWith("test/");
    return isOurs && ![folder, ...(allowedAbove[folder] ?? [])].some((one) => isWithin(to, one));
  });
  expect(wrong.map(show)).toEqual([]);
});

test("every room of components names only those below it", () => {
  const wrong = imports.filter(({ from, to }) => {
    const [, room] = /^(components\/[^/.]+)\//.exec(from) ?? [];
    if (room === undefined || !isWithin(to, "components")) return false;
    return ![room, ...(allowed[room] ?? bottom).map((one) => `components/${one}`)].some((one) =>
      isWithin(to, one),
    );
  });
  expect(wrong.map(show)).toEqual([]);
});

test.each(Object.entries(allowedInside))(
  "every room of %s names only those below it, and none is without its line",
  (place, rooms) => {
    const found = readdirSync(path.join(root, place), { withFileTypes: true });
    expect(found.flatMap((one) => (one.isDirectory() ? [one.name] : [])).toSorted()).toEqual(
      Object.keys(rooms)
        .filter((one) => one !== ".")
        .toSorted(),
    );
    const roomOf = (file: string): string | undefined =>
      isWithin(file, place) ? (new RegExp(`^${place}/([^/.]+)/`).exec(file)?.[1] ?? ".") : undefined;
    const wrong = imports.filter(({ from, to }) => {
      const [room, other] = [roomOf(from), roomOf(to)];
      if (room === undefined || other === undefined) return false;
      return ![room, ".", ...(rooms[room] ?? [])].includes(other);
    });
    expect(wrong.map(show)).toEqual([]);
  },
);

test("core names no package but the engine of expressions in one place, and of Node only the hashes", () => {
  const isEngine = ({ from, to }: Import): boolean =>
    from === "components/core/regular-expression.ts" && to === "re2js";
  const wrong = imports.filter(
    (one) =>
      isWithin(one.from, "components/core") &&
      !isWithin(one.to, "components") &&
      one.to !== "node:crypto" &&
      !isEngine(one),
  );
  expect(wrong.map(show)).toEqual([]);
});

test("what leaves for an address goes through components/http; the API server and probes have their own sockets; the dashboard and the watchdog only listen", () => {
  const own =
    /^components\/(http|cluster)\/|^components\/traffic\/reach\/probe\.ts$|^cli\/(dashboard\/|watch\/serve-watch\.ts$)|^sandbox\//;
  const wrong = imports.filter(
    ({ from, to }) => /^(axios|undici|(node:)?https?2?)$/.test(to) && !own.test(from),
  );
  expect(wrong.map(show)).toEqual([]);
});

test("only resources, the program and the engine's log know Pulumi; a provider knows the types of its methods", () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      to.startsWith("@pulumi/") &&
      isWithin(from, "components") &&
      !isWithin(from, "components/resources") &&
      from !== "components/session/engine-log.ts" &&
      !(isWithin(from, "components/providers") && to === "@pulumi/pulumi/dynamic"),
  );
  expect(wrong.map(show)).toEqual([]);
  const values = list("components/providers").filter((file) =>
    /^(?!import type ).*"@pulumi\//m.test(readFileSync(path.join(root, file), "utf8")),
  );
  expect(values).toEqual([]);
});
