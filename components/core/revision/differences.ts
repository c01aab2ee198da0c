import { asObject, asObjects } from "../json";
import { toCanonicalText, toText } from "./canonical";
import { normalizeTemplate } from "./normal-form";
import type { HashedRevision, Json, JsonObject } from "./revision";

const text = (value: Json | undefined): string => (value === undefined ? "" : toCanonicalText(value));

/** Names of entries that differ between two lists, by a field that names them. */
function differingItems(before: Json | undefined, after: Json | undefined, field: string): readonly string[] {
  const [old, now] = [before, after].map(
    (value) => new Map(asObjects(value).map((item) => [toText(item[field] ?? ""), text(item)])),
  ) as [Map<string, string>, Map<string, string>];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
}

function differingKeys(before: JsonObject, after: JsonObject, except: readonly string[]): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !except.includes(key) && text(before[key]) !== text(after[key]),
  );
}

/** Changes of one container: variables by name, everything else by field. */
function listContainer(
  before: JsonObject,
  after: JsonObject,
  name: string,
  isApp: boolean,
): readonly string[] {
  const whose = isApp ? "" : ` of container ${name}`;
  const fields = differingKeys(before, after, ["env", "image"]).map((field) => `${field}${whose}`);
  const variables = differingItems(before["env"], after["env"], "name").map((one) => `env ${one}${whose}`);
  const image = text(before["image"]) === text(after["image"]) ? [] : [`image${whose}`];
  return [...image, ...variables, ...fields];
}

function listContainers(
  before: JsonObject,
  after: JsonObject,
  field: "containers" | "initContainers",
  app: string,
): readonly string[] {
  const names = differingItems(before[field], after[field], "name");
  const find = (spec: JsonObject, name: string) => asObjects(spec[field]).find((one) => one["name"] === name);
  return names.flatMap((name) => {
    const [old, now] = [find(before, name), find(after, name)];
    if (old === undefined) return [`container ${name} is new`];
    if (now === undefined) return [`container ${name} is gone`];
    return listContainer(old, now, name, field === "containers" && name === app);
  });
}

function listConfiguration(before: HashedRevision, after: HashedRevision): readonly string[] {
  const toMap = ({ configuration }: HashedRevision) =>
    new Map(configuration.map((one) => [`${one.kind}/${one.name}`, one]));
  const [old, now] = [toMap(before), toMap(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)];
    if (was?.hash === is?.hash) return [];
    const name = id.slice(id.indexOf("/") + 1);
    if (was === undefined) return [`config ${name} is new`];
    if (is === undefined) return [`config ${name} is gone`];
    const keys = differingKeys(was.keys, is.keys, []);
    return keys.length === 0 ? [`config ${name}`] : keys.map((key) => `config ${name}/${key}`);
  });
}

/**
 * Names what a release changes, for people: the image first, variables and keys by name, never a value.
 * @returns e.g. `["image", "env LOG_LEVEL", "config site/nginx.conf", "resources"]`; empty where nothing differs
 */
export function listDifferences(before: HashedRevision, after: HashedRevision): readonly string[] {
  const [old, now] = [before, after].map(({ template }) => normalizeTemplate(template)) as [
    JsonObject,
    JsonObject,
  ];
  const [oldSpec, newSpec] = [asObject(old["spec"]), asObject(now["spec"])];
  const app = after.container;
  const found = [
    ...listContainers(oldSpec, newSpec, "containers", app),
    ...listContainers(oldSpec, newSpec, "initContainers", app),
    ...listConfiguration(before, after),
    ...differingKeys(
      asObject(asObject(old["metadata"])["labels"]),
      asObject(asObject(now["metadata"])["labels"]),
      [],
    ).map((name) => `label ${name}`),
    ...differingKeys(
      asObject(asObject(old["metadata"])["annotations"]),
      asObject(asObject(now["metadata"])["annotations"]),
      [],
    ).map((name) => `annotation ${name}`),
    ...differingKeys(oldSpec, newSpec, ["containers", "initContainers"]),
  ];
  return [...found.filter((one) => one === "image"), ...found.filter((one) => one !== "image")];
}
