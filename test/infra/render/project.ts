import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { Json } from "../../../components/core/revision/revision";
import { renderDocuments } from "../../../infra/render/render-documents";
import { fromSchema, patchSchema } from "../../../stacks/schema/from";

/** Object that a provider of these tests answers with. */
export const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x: "1" } };

/** {@link map} in a file. */
export const yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { x: '1' }\n";

type Inputs = Readonly<Record<string, string>>;

/** Answers of the provider, by its function. */
export type Answers = Readonly<
  Record<string, (inputs: Inputs) => Promise<readonly Json[]> | readonly Json[]>
>;

/** A project's folder, and a provider that answers as it is told. */
export class RenderedProject {
  readonly root: string;
  readonly calls: [string, Inputs][] = [];
  answers: Answers = {
    // As the provider does: what has no kind is left out.
    "kubernetes:yaml:decode": ({ text = "" }) =>
      parseAllDocuments(text, { logLevel: "silent" })
        .map((document) => {
          if (document.errors.length > 0) throw new Error("yaml: line 1: did not find expected ',' or '}'");
          return document.toJS() as { kind?: string };
        })
        .filter((document) => document?.kind !== undefined) as never,
    "kubernetes:kustomize:directory": () => [map],
    "kubernetes:helm:template": () => [map],
  };

  constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<RenderedProject> {
    return new RenderedProject(await mkdtemp(path.join(tmpdir(), "sluice-render-")));
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(this.root, name)), { recursive: true });
      await writeFile(path.join(this.root, name), text);
    }
  }

  async render(from: unknown, patch?: unknown, objects?: readonly object[]): Promise<readonly Json[]> {
    const patches = patch === undefined ? undefined : patchSchema().parse(patch);
    return await renderDocuments(fromSchema.parse(from), patches, {
      root: this.root,
      app: "shop",
      namespace: "prod",
      ...(objects === undefined ? {} : { objects }),
      askVersion: async () => await Promise.resolve("1.36.0"),
      render: async (token, inputs) => {
        this.calls.push([token, inputs]);
        return (await this.answers[token]?.(inputs)) ?? [];
      },
    });
  }
}
