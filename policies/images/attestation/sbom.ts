import { readComponents } from "./components";
import { matchesPathGlob } from "./glob";
import type { Problems } from "./judgement";
import { findDeniedLicence } from "./licence";

/** Rules for a bill of materials. */
export interface SbomRules {
  /** Licences no part may need, SPDX ids with `*`, e.g. `AGPL-*`. @default none */
  readonly deniedLicences?: readonly string[] | undefined;
}

const mostNamed = 5;

/** Judges a software bill of materials, SPDX 2 or CycloneDX in JSON. */
export function judgeSbom(predicate: unknown, { deniedLicences = [] }: SbomRules): Problems {
  if (typeof predicate === "string") {
    return ["it must be JSON: got text; attest it with --type spdxjson or --type cyclonedx"];
  }
  const components = readComponents(predicate);
  if (components === undefined) return ["it must be SPDX 2 or CycloneDX in JSON"];
  if (components.length === 0) return ["it must list at least one package or component: got none"];
  const isDenied = (licence: string): boolean =>
    deniedLicences.some((glob) => matchesPathGlob(glob.toLowerCase(), licence.toLowerCase()));
  const denied = components.flatMap(({ name, licences }) => {
    const found = licences
      .map((each) => findDeniedLicence(each, isDenied))
      .find((each) => each !== undefined);
    return found === undefined ? [] : [`${name} (${found})`];
  });
  if (denied.length === 0) return [];
  const more = denied.length > mostNamed ? ` and ${denied.length - mostNamed} more` : "";
  return [
    `no component may need ${deniedLicences.join(", ")}: got ${denied.slice(0, mostNamed).join(", ")}${more}`,
  ];
}
