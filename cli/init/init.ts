import * as fs from "node:fs/promises";
import * as path from "node:path";
import { exitCodes } from "../../components/core/exit-code";
import { printProblem } from "../../components/core/problem";
import type { Problem } from "../../components/core/problem";
import { findStackFolder, loadStack } from "../../stacks/load";
import { ConfigError } from "../../stacks/config-error";
import { stackFile } from "../../stacks/files/environment";
import { parseStackName } from "../../stacks/name";
import { RunEnd } from "../../components/core/run-end";
import { readEnvironmentName } from "../organization";
import { readUid } from "../read-uid";
import { demandOwnName } from "../services/list-services";
import { demandOwnPlace } from "../services/own-place";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { renderEnvironment } from "./environment-template";
import type { TemplateFacts } from "./environment-template";
import { isClone } from "../installation";
import { chooseInstall, findMissing, readAbove, readInstallation } from "./installation";
import { linkPackages } from "./link-packages";
import { planProjectFiles, toProjectName } from "./project-files";
import { readShared, shareEnvironment } from "./shared-file";
import { changeStacks, listStacks } from "./stacks";

/** Options of `sluice init`. */
export interface InitOptions extends Omit<TemplateFacts, "uid"> {
  /** Folder of the Pulumi project, which is made where it is not there. */
  readonly cwd: string;
  readonly secretsProvider?: string;
  /** Organisation of the stacks. @default - Pulumi's own default */
  readonly org?: string;
}

/**
 * Makes a folder a Pulumi project with one environment: the files to commit, and one stack for the base and for each
 * stage. Existing files and stacks stay as they are, so that it may be run again at any time.
 * @throws {ConfigError} when an existing environment file is wrong; nothing is created then
 */
export async function init(options: InitOptions, terminal: Terminal): Promise<Outcome> {
  const { environment, org } = readEnvironmentName(options.environment, options.org);
  const name = parseStackName(environment);
  if (name.kind === "stage") {
    throw new RunEnd("usage", {
      text: `Cannot make environment "${environment}": its name must not be that of a stage's stack`,
      fix: `use "${name.environment}"`,
    });
  }
  const root = path.resolve(options.cwd);
  const file = stackFile(environment);
  const folder = await findStackFolder(root);
  const isNew = !(await exists(path.join(folder, file)));
  // Problems of a file that the user wrote are reported before anything is touched.
  const present = isNew ? undefined : await loadStack(root, environment);
  const app = options.app ?? present?.settings.app ?? path.basename(root);
  const uid = isNew && options.context !== undefined ? await readUid(options.context) : undefined;
  await demandOwnName(root, toProjectName(app));
  const written = await writeFiles(root, app);
  if (isNew) {
    const facts = { ...options, environment, ...(uid === undefined ? {} : { uid }) };
    await fs.mkdir(folder, { recursive: true });
    await fs.writeFile(path.join(folder, file), renderEnvironment(facts));
    written.push(file);
  }
  if (isClone && (await linkPackages(root))) written.push("node_modules");
  for (const one of written) terminal.say(`written ${one}`);
  const isInstalled = Object.keys(findMissing(root, readInstallation())).length === 0;
  const install = isInstalled
    ? ""
    : `run ${chooseInstall(root, process.env["npm_config_user_agent"])}, then `;
  const toFill = isNew ? await findGaps(root, environment) : [];
  if (toFill.length > 0) {
    for (const gap of toFill) terminal.say(`  ${printProblem(gap).replace("\n", "\n  ")}`);
    const sentence = `→ ${install}fill in ${file}, then run sluice init ${environment} again, which creates the stacks`;
    return {
      exitCode: exitCodes.done,
      sentence,
      report: { environment, written, stacks: [], toFill, ready: false },
    };
  }
  const { settings } = await loadStack(root, environment);
  await demandOwnPlace(root, settings);
  const [, ...stages] = listStacks(settings);
  const shared = await readShared(path.join(folder, file));
  const secretsProvider = options.secretsProvider ?? shared.secretsProvider;
  const { created, removed } = await changeStacks(root, settings, { org, secretsProvider });
  for (const stack of created) terminal.say(`created stack ${stack}`);
  for (const stack of removed) terminal.say(`removed stack ${stack}: ${file} has no such stage`);
  for (const stack of stages) {
    if (await shareEnvironment(path.join(folder, stackFile(stack)), shared)) {
      terminal.say(`written ${stackFile(stack)}: environment as in ${file}`);
    }
  }
  const sentence = printProblem({
    text: `${environment} is ready with ${stages.length} stages`,
    fix: `${install}commit the files, then sluice rollout ${environment}`,
  });
  return {
    exitCode: exitCodes.done,
    sentence,
    report: { environment, written, stacks: created, removed, toFill, ready: true },
  };
}

async function exists(file: string): Promise<boolean> {
  return await fs.access(file).then(
    () => true,
    () => false,
  );
}

async function listFiles(root: string): Promise<string[]> {
  return await fs.readdir(root).catch(() => []);
}

async function writeFiles(root: string, app: string): Promise<string[]> {
  const installation = readInstallation();
  const present = await listFiles(root);
  const manifest = present.includes("package.json")
    ? await fs.readFile(path.join(root, "package.json"), "utf8")
    : undefined;
  const missing = findMissing(root, installation);
  const folder = { present, manifest, missing, above: readAbove(root) };
  const files = planProjectFiles(app, folder, installation);
  await fs.mkdir(root, { recursive: true });
  for (const { path: name, text } of files) await fs.writeFile(path.join(root, name), text);
  return files.map(({ path: name }) => name);
}

/** Problems of the new file, each with its rule. */
async function findGaps(root: string, environment: string): Promise<readonly Problem[]> {
  try {
    await loadStack(root, environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}
