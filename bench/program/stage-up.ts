import { done } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";
import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";
import { comparePairs } from "./pairs";
import { writeProject } from "./project";

const program = `"use strict";
const { dynamic } = require("@pulumi/pulumi");
const provider = { create: async (inputs) => ({ id: "nothing", outs: inputs }) };
class Nothing extends dynamic.Resource {
  constructor(name) {
    super(provider, name, {});
  }
}
new Nothing("nothing");
`;

const up = ["up", "--yes", "--skip-preview", "-s"];

/** `up` of a stage that has passed, against a program whose one dynamic resource does nothing. */
export async function measureStageUp(bench: Bench, app: App, weight: number): Promise<Figure[]> {
  const stack = `${app.environment}-canary-${weight}`;
  const minimal = await writeProject(bench, app, "minimal-dynamic", program);
  await minimal.pulumi("stack", "init", "minimal");
  return await comparePairs(bench, {
    name: "up of a passed stage",
    ours: async () => done(await app.pulumi(...up, stack)),
    minimal: async () => await minimal.pulumi(...up, "minimal"),
    limit: 1.5,
  });
}
