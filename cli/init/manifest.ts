import { RunEnd } from "../../components/core/run-end";
import type { Dependencies } from "./installation";

/** Fields of a package.json that concern programs. */
interface Manifest {
  readonly isModule: boolean;
  /** It names a program of its own. */
  readonly hasMain: boolean;
}

function parseManifest(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch (error) {
    const got = (error as Error).message;
    throw new RunEnd("usage", `Cannot read "package.json": it must be JSON: got ${got}`, { cause: error });
  }
}

/**
 * Reads a package.json.
 * @param text - undefined where there is none
 */
export function readManifest(text: string | undefined): Manifest {
  const { type, main, exports } = text === undefined ? {} : parseManifest(text);
  const hasMain = (main !== undefined && main !== "index.js") || exports !== undefined;
  return { isModule: type === "module", hasMain };
}

/**
 * Plans a package.json.
 * @param text - of the one that is there; undefined where there is none
 * @returns its new text; undefined where it stays as it is
 */
export function planManifest(
  name: string,
  text: string | undefined,
  missing: Dependencies,
): string | undefined {
  const render = (manifest: object): string => `${JSON.stringify(manifest, null, 2)}\n`;
  const isNothing = Object.keys(missing).length === 0;
  if (text === undefined) {
    const base = { name, private: true, main: "index.js" };
    return render(isNothing ? base : { ...base, dependencies: missing });
  }
  const own = parseManifest(text);
  const { dependencies, devDependencies } = own as Record<string, Dependencies | undefined>;
  const added = Object.entries(missing).filter(
    ([one]) => ({ ...devDependencies, ...dependencies })[one] === undefined,
  );
  if (added.length === 0) return undefined;
  return render({ ...own, dependencies: { ...dependencies, ...Object.fromEntries(added) } });
}
