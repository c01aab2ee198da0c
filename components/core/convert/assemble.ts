import { given } from "../given";
import type { JsonObject } from "../revision/revision";
import { complete } from "./complete";
import type { Conversion, Gap, ObjectFile } from "./conversion";
import { copyObjects } from "./copy-objects";
import type { Fate } from "./fate";
import type { ConvertOptions, InputObject } from "./input";
import { toRows } from "./report";
import { chooseSource } from "./routed";
import type { Routed } from "./routed";
import type { SourceName } from "../sources/sources";
import type { AppDraft } from "./workload";

/** Result of mapping the objects of one tool; the rest of the input is the workload's. */
export interface Parts {
  readonly draft: AppDraft;
  readonly stages: readonly JsonObject[];
  readonly routed: Routed;
  readonly analysis: JsonObject;
  /** Sources that the queries speak of. */
  readonly sources: readonly (SourceName | undefined)[];
  /** Further keys of the file, such as `promotion`. */
  readonly further: JsonObject;
  readonly gaps: readonly Gap[];
  /** Objects that were made of the input's. */
  readonly files: readonly ObjectFile[];
  readonly fates: ReadonlyMap<InputObject, readonly Fate[]>;
  readonly namespace: string;
  /** Changes a copy, such as the target of an autoscaler. */
  readonly change: (object: JsonObject) => JsonObject;
  readonly replaced: ReadonlyMap<string, Fate>;
}

/** The conversion of an input: the environment's file, the set, and the fate of every field. */
export function assemble(inputs: readonly InputObject[], parts: Parts, options: ConvertOptions): Conversion {
  const { draft, routed, fates, namespace, change, replaced } = parts;
  const app = draft.app.name;
  const known = new Map([...routed.routes, ...fates]);
  const rest = inputs.filter((input) => !known.has(input));
  const copied = copyObjects(rest, { app, namespace, change, replaced });
  const router = (routed.traffic["router"] as string | undefined) ?? "gateway";
  const source = chooseSource(router, [routed.source, ...parts.sources]);
  const { settings, gaps } = complete(
    {
      app: draft.app,
      ...given("image", draft.image),
      stages: parts.stages,
      traffic: routed.traffic,
      hosts: routed.hosts,
      analysis: { ...parts.analysis, ...source.analysis },
      gaps: [...draft.gaps, ...source.gaps, ...parts.gaps],
    },
    options,
  );
  const all = new Map([...known, ...copied.fates]);
  return {
    app,
    settings: { ...settings, ...parts.further },
    files: [...parts.files, ...copied.files],
    rows: inputs.flatMap((input) => toRows(input, all.get(input) as readonly Fate[])),
    gaps,
  };
}
