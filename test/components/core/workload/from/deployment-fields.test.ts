import { readFileSync } from "node:fs";
import path from "node:path";
import { deploymentFields } from "../../../../../components/core/workload/from/deployment-fields";

const models = path.join(__dirname, "../../../../../node_modules/@kubernetes/client-node/dist/gen/models");

/** Fields of a type as the client of Kubernetes has them. */
function fieldsOf(type: string): string {
  const source = readFileSync(path.join(models, `V1${type}.js`), "utf8");
  const [, list = "[]"] = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(source) ?? [];
  const fields = JSON.parse(list) as readonly { baseName: string; type: string }[];
  return fields
    .map(({ baseName, type: of }) => [baseName, ...(/V1(\w+)/.exec(of)?.slice(1) ?? [])].join(":"))
    .toSorted()
    .join(" ");
}

test.each(Object.entries(deploymentFields))("deploymentFields has the fields of %s", (type, fields) => {
  const inner = (all: string) => all.split(" ").toSorted().join(" ");
  expect(inner(fieldsOf(type))).toBe(inner(fields));
});
