import { z } from "zod";
import { mapping, told } from "../../../stacks/fields/field";
import { listKeys } from "../../../stacks/fields/list-keys";
import { environmentSchema } from "../../../stacks/schema/schema";

test("listKeys() lists keys with their default, or what holds instead, and what they mean", () => {
  const schema = mapping("", {
    name: told("its name", z.string()),
    port: told("its port", z.number().default(80)),
    route: told("its route", z.string().optional(), "the name"),
    user: told("its user", z.string().optional()),
    untold: z.string().default("x"),
    probe: mapping("probe", { path: told("asked for", z.string().default("/")) }).prefault({}),
    stages: told("steps", z.array(mapping("stages", { weight: told("percent", z.number()) })).default([])),
  });
  expect(listKeys(schema)).toEqual([
    { key: "sluice:name", usual: "required", meaning: "its name" },
    { key: "sluice:port", usual: "`80`", meaning: "its port" },
    { key: "sluice:route", usual: "_the name_", meaning: "its route" },
    { key: "sluice:user", usual: "_none_", meaning: "its user" },
    { key: "sluice:untold", usual: "`x`", meaning: "" },
    { key: "sluice:probe.path", usual: "`/`", meaning: "asked for" },
    { key: "sluice:stages", usual: "`[]`", meaning: "steps" },
    { key: "sluice:stages[].weight", usual: "required", meaning: "percent" },
  ]);
});

test("listKeys() of what takes no keys is empty", () => {
  expect(listKeys(z.string())).toEqual([]);
});

test.each(listKeys(environmentSchema).map(({ key, meaning }) => [key, meaning]))(
  "%s says what it means",
  (_key, meaning) => {
    expect(meaning).not.toBe("");
  },
);
