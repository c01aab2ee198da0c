import type { ObjectMeta } from "../../../../components/core/object-meta";
import { fencedFrom } from "../../../../components/core/routers/fence";
import { renderFence } from "../../../../components/core/routers/fence-patch";
import { applyJsonPatch } from "../../../support/json-patch";

const metadata = (notes?: Record<string, string>): ObjectMeta => ({
  name: "shop",
  namespace: "shop",
  uid: "u",
  resourceVersion: "7",
  ...(notes === undefined ? {} : { annotations: notes }),
});
const fenced = (of: ObjectMeta, epoch: string) =>
  applyJsonPatch({ metadata: of }, renderFence(of, epoch)).metadata.annotations;

test("renderFence() tests the epoch that it replaces, and names it", () => {
  const of = metadata({ "sluice.dev/epoch": "4-a" });
  expect(renderFence(of, "5-b")[0]).toEqual({
    op: "test",
    path: "/metadata/annotations/sluice.dev~1epoch",
    value: "4-a",
  });
  expect(fenced(of, "5-b")).toEqual({
    "sluice.dev/epoch": "5-b",
    "sluice.dev/fence": '{"from":"4-a","epoch":"5-b"}',
  });
});

test("renderFence() keeps why the weight is zero: nobody may have recorded it yet", () => {
  const zero = '{"attempt":2,"kind":"abort","reason":"slow"}';
  const notes = { "sluice/epoch": "4-a", "sluice/zero": zero };
  expect(fenced(metadata(notes), "5-b")).toMatchObject({
    "sluice.dev/epoch": "5-b",
    "sluice.dev/zero": zero,
  });
});

test("renderFence() of a route that was fenced keeps the epochs before, and no endless list of them", () => {
  let notes: Record<string, string> | undefined = { "sluice.dev/epoch": "1-a" };
  for (let nth = 2; nth <= 30; nth++) notes = fenced(metadata(notes), `${nth}-a`);
  const before = fencedFrom(metadata(notes));
  expect(before).toEqual(Array.from({ length: 16 }, (_, back) => `${29 - back}-a`));
});

test.each([
  ["no annotations", metadata()],
  ["no epoch", metadata({ other: "x" })],
])("renderFence() tests the version of a route with %s", (_, of) => {
  expect(renderFence(of, "1-b")[0]).toEqual({ op: "test", path: "/metadata/resourceVersion", value: "7" });
  expect(fenced(of, "1-b")).toMatchObject({ "sluice.dev/fence": '{"from":"","epoch":"1-b"}' });
});

test.each([
  ["names the epoch before", '{"from":"4-a","epoch":"5-b"}', "5-b", ["4-a"]],
  [
    "names all epochs before fences in a row, newest first",
    '{"from":"5-b","epoch":"6-c","before":["4-a"]}',
    "6-c",
    ["5-b", "4-a"],
  ],
  ["names none where the text has none", '{"epoch":"5-b"}', "5-b", undefined],
  ["is void after a later write", '{"from":"4-a","epoch":"5-b"}', "6-c", undefined],
  ["is none where it cannot be read", "{", "5-b", undefined],
  ["is none where there is none", undefined, "5-b", undefined],
])("fencedFrom() %s", (_, fence, epoch, expected) => {
  const notes = { "sluice.dev/epoch": epoch, ...(fence === undefined ? {} : { "sluice.dev/fence": fence }) };
  expect(fencedFrom(metadata(notes))).toEqual(expected);
});
