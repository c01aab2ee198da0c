import { z } from "zod";
import { matchesPathGlob } from "./glob";
import type { Problems } from "./judgement";

/** Rules for the provenance of a build. */
export interface ProvenanceRules {
  /** Builders that are trusted, by exact id. */
  readonly builders: readonly string[];
  /** @default - any */
  readonly buildTypes?: readonly string[] | undefined;
  readonly source?:
    | {
        /** E.g. `https://github.com/acme/shop`. */
        readonly repository: string;
        /** Globs of refs, e.g. `refs/tags/*`. @default - any */
        readonly refs?: readonly string[] | undefined;
        /** Whether the commit must be stated. */
        readonly requireCommit: boolean;
      }
    | undefined;
}

const digestSet = z.record(z.string(), z.string());
const predicateSchema = z.object({
  buildDefinition: z.object({
    buildType: z.string(),
    externalParameters: z.record(z.string(), z.unknown()).default({}),
    resolvedDependencies: z
      .array(z.object({ uri: z.string().default(""), digest: digestSet.default({}) }))
      .default([]),
  }),
  runDetails: z.object({ builder: z.object({ id: z.string() }) }),
});
const workflowSchema = z.object({ repository: z.string(), ref: z.string().optional() });

interface Source {
  readonly repository: string;
  readonly ref?: string | undefined;
}

/** Splits `git+https://host/team/app.git@refs/heads/main` into repository and ref. */
function parseSource(uri: string): Source {
  const plain = uri.replace(/^git\+/, "");
  const at = plain.lastIndexOf("@refs/");
  const repository = (at < 0 ? plain : plain.slice(0, at)).replace(/\.git$/, "").replace(/\/+$/, "");
  return at < 0 ? { repository } : { repository, ref: plain.slice(at + 1) };
}

/** Source that the parameters of the build name: in GitHub's form, else a `source` address. */
function readSource(parameters: Readonly<Record<string, unknown>>): Source | undefined {
  const workflow = workflowSchema.safeParse(parameters["workflow"]);
  if (workflow.success) return { ...parseSource(workflow.data.repository), ref: workflow.data.ref };
  const { source } = parameters;
  const uri = typeof source === "string" ? source : z.object({ uri: z.string() }).safeParse(source).data?.uri;
  return uri === undefined ? undefined : parseSource(uri);
}

/**
 * Judges SLSA provenance.
 * @see https://slsa.dev/spec/v1.0/provenance
 */
export function judgeProvenance(predicate: unknown, rules: ProvenanceRules): Problems {
  const parsed = predicateSchema.safeParse(predicate);
  if (!parsed.success) return ["it must be SLSA provenance v1 with buildDefinition and runDetails"];
  const { buildDefinition, runDetails } = parsed.data;
  const problems: string[] = [];
  const { id } = runDetails.builder;
  if (!rules.builders.includes(id)) {
    problems.push(`runDetails.builder.id must be ${rules.builders.join(" or ")}: got "${id}"`);
  }
  const { buildTypes, source } = rules;
  if (buildTypes && !buildTypes.includes(buildDefinition.buildType)) {
    problems.push(
      `buildDefinition.buildType must be ${buildTypes.join(" or ")}: got "${buildDefinition.buildType}"`,
    );
  }
  if (source === undefined) return problems;
  const built = readSource(buildDefinition.externalParameters);
  const wanted = parseSource(source.repository).repository;
  if (built?.repository !== wanted) {
    problems.push(`the source repository must be ${wanted}: got ${built?.repository ?? "none"}`);
  }
  const ref = built?.ref;
  if (source.refs && !source.refs.some((glob) => ref !== undefined && matchesPathGlob(glob, ref))) {
    problems.push(`the source ref must be ${source.refs.join(" or ")}: got ${ref ?? "none"}`);
  }
  const commit = buildDefinition.resolvedDependencies.find(
    ({ uri, digest }) =>
      parseSource(uri).repository === wanted && Boolean(digest["gitCommit"] ?? digest["sha1"]),
  );
  if (source.requireCommit && commit === undefined) {
    problems.push(`resolvedDependencies must name the commit of ${wanted}: got none`);
  }
  return problems;
}
