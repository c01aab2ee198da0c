import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { planProjectFiles } from "../../cli/init/project-files";

const root = path.join(__dirname, "../..");
const folder = path.join(root, "templates/sluice");
const read = (file: string): string =>
  readFileSync(path.join(folder, file), "utf8").replaceAll("${PROJECT}", "shop");
const json = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(root, file), "utf8")) as Record<string, unknown>;

const manifest = json("package.json") as { version: string; devDependencies: Record<string, string> };
const dependencies = {
  "@pulumi/pulumi": `^${manifest.devDependencies["@pulumi/pulumi"]}`,
  sluice: manifest.version,
};
const installation = { program: "sluice/program", preload: "sluice/preload", dependencies };

test("the template for pulumi new has the files that init writes from the package", () => {
  const planned = planProjectFiles("shop", { present: [], missing: dependencies }, installation);
  expect(readdirSync(folder).toSorted()).toEqual(planned.map((file) => file.path).toSorted());
  for (const { path: name, text } of planned) {
    if (name !== "Pulumi.yaml") expect(read(name)).toBe(text);
  }
});

test("the template's Pulumi.yaml differs by its description and by what pulumi new says", () => {
  const [planned] = planProjectFiles("shop", { present: [], missing: {} }, installation);
  const { template, ...rest } = parse(read("Pulumi.yaml")) as Record<string, object>;
  expect(rest).toEqual({ ...(parse(planned?.text ?? "") as object), description: "${DESCRIPTION}" });
  expect(template).toMatchObject({ quickstart: expect.stringContaining("npx sluice init prod") as string });
});
