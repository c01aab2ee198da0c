import { testEpoch, writeMarks } from "../../../../components/core/routers/json-patch";
import { findWriter, readMarks } from "../../../../components/core/routers/read-marks";
import { applyJsonPatch } from "../../../support/json-patch";

const zero = { attempt: 3, kind: "abort", reason: "by hand" } as const;
const metaOf = (annotations?: Readonly<Record<string, string>>) => ({
  name: "shop",
  namespace: "shop",
  uid: "u",
  resourceVersion: "7",
  ...(annotations === undefined ? {} : { annotations }),
});
const at = (name: string) => `/metadata/annotations/${name.replace("/", "~1")}`;

describe("testEpoch()", () => {
  test.each([
    ["the epoch", { "sluice.dev/epoch": "4-a", other: "x" }, at("sluice.dev/epoch"), "4-a"],
    ["the epoch under its former name", { "sluice/epoch": "4-a" }, at("sluice/epoch"), "4-a"],
    ["the newer of two", { "sluice/epoch": "4-a", "sluice.dev/epoch": "5-b" }, at("sluice.dev/epoch"), "5-b"],
    ["the resourceVersion where nobody wrote", { other: "x" }, "/metadata/resourceVersion", "7"],
    ["the resourceVersion without annotations", undefined, "/metadata/resourceVersion", "7"],
  ])("tests %s", (_, notes, path, value) => {
    expect(testEpoch(metaOf(notes))).toEqual({ op: "test", path, value });
  });
});

describe("writeMarks()", () => {
  test.each([
    ["nothing", undefined],
    ["annotations of others", { other: "x" }],
    ["marks", { "sluice.dev/epoch": "4-a", "sluice.dev/zero": "{}", other: "x" }],
    ["marks under their former names", { "sluice/epoch": "4-a", "sluice/zero": "{}", other: "x" }],
    [
      "both",
      { "sluice/epoch": "3-z", "sluice.dev/epoch": "4-a", "sluice/zero": "{}", "sluice.dev/zero": "{}" },
    ],
  ])("leaves the new marks and what is not ours over %s", (_, notes: Record<string, string> | undefined) => {
    const object = { metadata: metaOf(notes) };
    const rest = notes?.["other"] === undefined ? {} : { other: "x" };
    const after = (marks: Parameters<typeof writeMarks>[1]) =>
      applyJsonPatch(object, writeMarks(object.metadata, marks)).metadata.annotations;
    expect(after({ epoch: "5-b" })).toEqual({ ...rest, "sluice.dev/epoch": "5-b" });
    expect(after({ epoch: "5-b", zero })).toEqual({
      ...rest,
      "sluice.dev/epoch": "5-b",
      "sluice.dev/zero": JSON.stringify(zero),
    });
  });
});

describe("readMarks()", () => {
  const text = JSON.stringify(zero);
  test.each([
    ["none", undefined, { epoch: "" }],
    ["the epoch and an empty reason", { "sluice.dev/epoch": "4-a", "sluice.dev/zero": "" }, { epoch: "4-a" }],
    ["a reason that nobody wrote", { "sluice.dev/zero": "{" }, { epoch: "" }],
    ["both", { "sluice.dev/epoch": "4-a", "sluice.dev/zero": text }, { epoch: "4-a", zeroReason: zero }],
    [
      "both under their former names",
      { "sluice/epoch": "4-a", "sluice/zero": text },
      { epoch: "4-a", zeroReason: zero },
    ],
  ])("reads %s", (_, notes, expected) => {
    expect(readMarks(metaOf(notes))).toEqual(expected);
  });
});

describe("findWriter()", () => {
  const fieldsV1 = { "f:spec": { "f:rules": {} } };
  test.each([
    ["nobody", undefined, undefined],
    ["somebody of other fields", [{ manager: "traefik", fieldsV1: { "f:status": {} } }, {}], undefined],
    [
      "somebody of another part of spec",
      [{ manager: "x", fieldsV1: { "f:spec": { "f:hostnames": {} } } }],
      undefined,
    ],
    [
      "the newest entry",
      [
        { manager: "sluice", time: "2026-01-02T00:00:00Z", fieldsV1 },
        { manager: "kubectl", time: "2026-01-03T00:00:00Z", fieldsV1 },
        { manager: "older", fieldsV1 },
        { manager: "as old", fieldsV1 },
      ],
      { manager: "kubectl", at: "2026-01-03T00:00:00Z" },
    ],
    ["an entry that says little", [{ fieldsV1 }], { manager: "unknown", at: "unknown" }],
  ])("finds %s", (_, managedFields, expected) => {
    expect(findWriter(managedFields === undefined ? {} : { managedFields }, "rules")).toEqual(expected);
  });

  test("finds the writer of any part of spec where no field is asked for", () => {
    const managedFields = [{ manager: "helm", time: "t", fieldsV1: { "f:spec": {} } }];
    expect(findWriter({ managedFields })).toEqual({ manager: "helm", at: "t" });
  });
});
