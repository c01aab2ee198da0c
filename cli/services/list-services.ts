import { existsSync, readdirSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { RunEnd } from "../../components/core/run-end";
import { findStackFolder, listEnvironments } from "../../stacks/load";

/** A Pulumi project of a repository. */
export interface Service {
  /** Name of its project, which tells its stacks from another's in one backend. */
  readonly name: string;
  /** Folder of its Pulumi.yaml, absolute. */
  readonly root: string;
  /** Environments that have a file. */
  readonly environments: readonly string[];
}

/** Folder of a repository whose folders are a service each. */
const servicesFolder = "services";

const hasProject = (folder: string): boolean => existsSync(path.join(folder, "Pulumi.yaml"));

/** Whether a folder has services, beside a project of its own or without one. */
export function hasServices(folder: string): boolean {
  return listFolders(folder).some(hasProject);
}

function listFolders(folder: string): readonly string[] {
  const below = path.join(folder, servicesFolder);
  const names = existsSync(below) ? readdirSync(below) : [];
  return names.toSorted().map((name) => path.join(below, name));
}

async function readProjectName(root: string): Promise<string> {
  const text = await fs.readFile(path.join(root, "Pulumi.yaml"), "utf8");
  const { name } = Object(parseDocument(text, { logLevel: "silent" }).toJS()) as { name?: unknown };
  return typeof name === "string" ? name : path.basename(root);
}

async function readService(root: string): Promise<Service> {
  const [name, environments] = await Promise.all([
    readProjectName(root),
    findStackFolder(root).then(listEnvironments),
  ]);
  return { name, root, environments };
}

function demandOwnNames(folder: string, services: readonly Service[]): void {
  const at = ({ root }: Service): string => path.join(path.relative(folder, root), "Pulumi.yaml");
  for (const [index, service] of services.entries()) {
    const other = services.slice(0, index).find(({ name }) => name === service.name);
    if (other === undefined) continue;
    throw new RunEnd("usage", {
      text: `Cannot use the services of "${folder}": name in ${at(service)} must differ from every other project's: got "${service.name}", as in ${at(other)}`,
      fix: "name the project after its app, since a backend tells stacks apart by that name alone",
    });
  }
}

/**
 * Lists the Pulumi projects of a repository: of its own folder, and of each in `services/`.
 * @throws {RunEnd} with exit code 2 where there is none, or two have one name
 */
export async function listServices(folder: string): Promise<readonly Service[]> {
  const roots = [folder, ...listFolders(folder)].filter(hasProject);
  if (roots.length === 0) {
    const rule = `it must have Pulumi.yaml, or folders ${servicesFolder}/<name> that have one`;
    throw new RunEnd("usage", {
      text: `Cannot find services in "${folder}": ${rule}: got neither`,
      fix: "name another folder with -C",
    });
  }
  const services = await Promise.all(roots.map(readService));
  demandOwnNames(folder, services);
  return services;
}

/**
 * Refuses a service whose project has the name of another's in the same repository.
 * @param root - its folder, which may not be there yet
 * @param planned - its name where it has no Pulumi.yaml yet
 * @throws {RunEnd} with exit code 3
 */
export async function demandOwnName(root: string, planned: string): Promise<void> {
  const services = path.dirname(root);
  if (path.basename(services) !== servicesFolder) return;
  const name = hasProject(root) ? await readProjectName(root) : planned;
  const others = listFolders(path.dirname(services)).filter((one) => one !== root && hasProject(one));
  for (const other of others) {
    if ((await readProjectName(other)) !== name) continue;
    const rule = `its project's name must differ from every other's in ${servicesFolder}/`;
    const got = `"${name}", as in ${path.basename(other)}/Pulumi.yaml`;
    throw new RunEnd("refused", {
      text: `Cannot make a project in "${root}": ${rule}: got ${got}`,
      fix: "give it another app's name with --app",
    });
  }
}

/** The projects beside a folder of `services/`, itself included; elsewhere itself alone. */
export async function listSiblings(root: string): Promise<readonly Service[]> {
  const services = path.dirname(root);
  const folders = path.basename(services) === servicesFolder ? listFolders(path.dirname(services)) : [root];
  return await Promise.all(folders.filter(hasProject).map(readService));
}
