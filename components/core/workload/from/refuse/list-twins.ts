import type { BrokenRule } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { asObjects, asText, showJson } from "../../../json";

/** Names of fields, one at least. */
type Fields = readonly [string, ...string[]];

/** Fields by which the items of a list are told apart: the API server takes no two that are alike in all of them. */
const keys: Readonly<Record<string, readonly Fields[]>> = {
  containers: [["name"]],
  initContainers: [["name"]],
  volumes: [["name"]],
  imagePullSecrets: [["name"]],
  hostAliases: [["ip"]],
  topologySpreadConstraints: [["topologyKey", "whenUnsatisfiable"]],
  env: [["name"]],
  ports: [["name"], ["containerPort", "protocol"], ["port", "protocol"]],
  volumeMounts: [["mountPath"]],
  volumeDevices: [["devicePath"]],
};

/** Values of the API where a field is absent. */
const defaults: Readonly<Record<string, string>> = { protocol: "TCP" };

/** Lists inside of a value with two items of one name, path, port or the like. */
export function listTwins(value: JsonObject, path: string): readonly BrokenRule[] {
  return Object.entries(keys).flatMap(([list, ways]) =>
    ways.flatMap((fields) => findTwins(asObjects(value[list]), fields, `${path}.${list}`)),
  );
}

function findTwins(items: readonly JsonObject[], fields: Fields, path: string): readonly BrokenRule[] {
  const [first] = fields;
  const seen = new Map<string, number>();
  return items.flatMap((item, index) => {
    if (item[first] === undefined || item[first] === null || item[first] === "") return [];
    const values = fields.map((field) => showJson(item[field] ?? defaults[field]));
    const key = JSON.stringify(values);
    const before = seen.get(key);
    if (before === undefined) {
      seen.set(key, index);
      return [];
    }
    const got = fields.map((field, nth) => `${field} ${values[nth]}`).join(" and ");
    const name = asText(item["name"]);
    const whose = name === undefined || first === "name" ? "" : ` (${name})`;
    return [
      {
        path: `${path}[${index}]`,
        rule: `be another than ${path.split(".").at(-1)}[${before}]`,
        got: `${got} twice${whose}`,
        fix: "leave one out: the API server takes no two that are alike in what is applied",
      },
    ];
  });
}
