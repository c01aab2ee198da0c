import { existsSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { open } from "../../components/cluster/connect";
import { RunEnd } from "../../components/core/run-end";
import { downSandbox } from "../../sandbox/cluster/lifecycle/down";
import { readSandbox } from "../../sandbox/cluster/lifecycle/sandbox";
import type { Sandbox } from "../../sandbox/cluster/lifecycle/sandbox";
import { upSandbox } from "../../sandbox/cluster/lifecycle/up";
import { pushImages } from "../../sandbox/images/ensure";
import type { Variant } from "../../sandbox/images/variants";
import { ensureSigningKey } from "../../sandbox/images/signing-key";
import { pushWaf } from "../../sandbox/images/waf";
import { init } from "../init/init";
import { policyArguments } from "../options/policy-arguments";
import type { Terminal } from "../terminal";
import { demo, renderDemoEnvironment } from "./environment-file";
import { packFolder, renderPolicyConfig } from "./policy-file";

/** Sandbox, images and project of the demo's releases. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** Pinned references of the example app's builds. */
  readonly images: Readonly<Record<Variant, string>>;
  /** Folder of the demo's Pulumi project. */
  readonly root: string;
  /** Pinned reference of the firewall. @default - none */
  readonly firewall?: string;
  /** Arguments of `pulumi up` that put the policy pack on. */
  readonly policies: readonly string[];
}

/** Place and options of the demo. */
export interface PrepareOptions {
  /** Name of the sandbox; one that runs under this name is taken down first. */
  readonly name: string;
  /** Folder of the Pulumi project, made new in each run. */
  readonly root: string;
  readonly fast: boolean;
  readonly terminal: Terminal;
}

/** Starts an empty sandbox with the example app's images, its namespace and Secret, and a Pulumi project for it. */
export async function prepare({ name, root, fast, terminal }: PrepareOptions): Promise<Stage> {
  const say = (line: string): void => terminal.say(`  ${line}`);
  terminal.say("A real Kubernetes on this machine");
  await downSandbox({ name });
  const sandbox = await upSandbox({ name, onProgress: say });
  Object.assign(process.env, sandbox.env);
  const images = await pushImages(sandbox.registryUrl, say);
  await applyPrerequisites(sandbox);
  terminal.say("A Pulumi project with one environment, a stack for each stage, and the policy pack on");
  await fs.rm(root, { recursive: true, force: true });
  await fs.mkdir(root, { recursive: true });
  await fs.writeFile(
    path.join(root, `Pulumi.${demo.environment}.yaml`),
    renderDemoEnvironment({
      context: sandbox.context,
      uid: sandbox.clusterUid,
      image: images.v1,
      gatewayTlsAddress: sandbox.gatewayTlsAddress,
      gatewayAuthority: sandbox.gatewayAuthority,
      fast,
    }),
  );
  const policies = await writePolicies(sandbox, root);
  const made = await init({ cwd: root, environment: demo.environment }, terminal);
  if (made.sentence !== undefined) say(made.sentence);
  return { sandbox, images, root, policies };
}

/** Writes the pack's configuration, and gives the arguments that put it on. */
async function writePolicies({ registryUrl }: Sandbox, root: string): Promise<readonly string[]> {
  const policyConfig = path.join(root, "policies.json");
  const { publicFile: publicKeyFile } = await ensureSigningKey();
  const { namespace } = demo;
  await fs.writeFile(policyConfig, renderPolicyConfig({ publicKeyFile, namespace, registryUrl }));
  return policyArguments({ policyPack: [packFolder], policyPackConfig: [policyConfig] });
}

/**
 * Goes on in the sandbox that a demo has left behind, with the image of the firewall besides.
 * @throws {RunEnd} with exit code 2 when there is none
 */
export async function goOn({ name, root, terminal }: Omit<PrepareOptions, "fast">): Promise<Stage> {
  const sandbox = await readSandbox(name);
  if (sandbox === undefined || !existsSync(path.join(root, `Pulumi.${demo.environment}.yaml`)))
    throw new RunEnd("usage", {
      text: `Cannot play this act: sandbox "${name}" must be up as a demo left it: got none`,
      fix: "play the first acts before: sluice demo --fast",
    });
  Object.assign(process.env, sandbox.env);
  const say = (line: string): void => terminal.say(`  ${line}`);
  const images = await pushImages(sandbox.registryUrl, say);
  const firewall = await pushWaf(sandbox.registryUrl, { onProgress: say });
  return { sandbox, images, firewall, root, policies: await writePolicies(sandbox, root) };
}

/**
 * Creates the objects that an app's owner has before the first release: a namespace, and the database's address as a
 * Secret.
 */
async function applyPrerequisites({ context, database }: Sandbox): Promise<void> {
  const cluster = await open({ context });
  const { user, password, clusterAddress, name } = database;
  const url = `postgres://${user}:${password}@${clusterAddress}/${name}?sslmode=disable`;
  try {
    await cluster.call("POST", "/api/v1/namespaces", {
      body: { apiVersion: "v1", kind: "Namespace", metadata: { name: demo.namespace } },
    });
    await cluster.call("POST", `/api/v1/namespaces/${demo.namespace}/secrets`, {
      body: { apiVersion: "v1", kind: "Secret", metadata: { name: demo.secret }, stringData: { url } },
    });
  } finally {
    cluster.close();
  }
}
