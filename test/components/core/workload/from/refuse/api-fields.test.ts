import { readFileSync } from "node:fs";
import path from "node:path";
import { apiFields } from "../../../../../../components/core/workload/from/refuse/api-fields";

const models = path.join(__dirname, "../../../../../../node_modules/@kubernetes/client-node/dist/gen/models");

interface Attribute {
  readonly baseName: string;
  readonly type: string;
}

function attributesOf(type: string): readonly Attribute[] {
  for (const name of [`V2${type}`, `V1${type}`, `CoreV1${type}`]) {
    try {
      const source = readFileSync(path.join(models, `${name}.js`), "utf8");
      const [, list = "[]"] = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(source) ?? [];
      return JSON.parse(list) as readonly Attribute[];
    } catch {
      // The client has types of two versions under names of their own.
    }
  }
  throw new Error(`no model of ${type}`);
}

const kinds: Readonly<Record<string, string>> = {
  number: "whole",
  boolean: "truth",
  IntOrString: "numberOrText",
  string: "",
  // Times are texts in JSON.
  Date: "",
  any: "any",
};

/** Field as the client of Kubernetes has it; it knows quantities and words as texts. */
function toField({ baseName, type }: Attribute): string {
  const [, listed] = /^Array<(.*)>$/.exec(type) ?? [];
  const [, mapped] = /^\{ \[key: string\]: (.*); \}$/.exec(type) ?? [];
  const form = listed === undefined ? (mapped === undefined ? "" : "{}") : "[]";
  const inner = listed ?? mapped ?? type;
  const kind = kinds[inner];
  if (kind === undefined) return `${baseName}:${inner.replace(/^(CoreV1|V1|V2)/, "")}${form}`;
  return kind + form === "" ? baseName : `${baseName}=${kind}${form}`;
}

const plain = (field: string): string => {
  const [name = "", kind = ""] = field.split("=");
  const [, what = "", form = ""] = /^(.*?)(\[\]|\{\})?$/.exec(kind) ?? [];
  const known = ["whole", "truth", "any"].includes(what)
    ? what
    : ["port", "pods"].includes(what)
      ? "numberOrText"
      : what === "number"
        ? "whole"
        : "";
  return known + form === "" ? name : `${name}=${known}${form}`;
};

test.each(Object.entries(apiFields))(
  "apiFields has the fields of %s, and what each holds",
  (type, fields) => {
    expect(fields.split(" ").map(plain).toSorted()).toEqual(attributesOf(type).map(toField).toSorted());
  },
);
