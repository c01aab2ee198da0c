import {
  lastPromoted,
  previousPromoted,
  versionBefore,
} from "../../../../components/core/ledger/promoted-version";
import { shortDigest } from "../../../../components/core/workload/short-digest";
import { A, B, C, attempt, ledger, track } from "../release/world";

test.each([
  [
    "the ledger's last",
    ledger({ promoted: [{ image: A }, { image: B }] }),
    track(C, { promoted: { image: A } }),
    { image: B },
  ],
  ["else the annotation", ledger({ promoted: [] }), track(C, { promoted: { image: A } }), { image: A }],
  ["else the live template that was Available", undefined, track(C), { image: C }],
  ["not a template that was never Available", undefined, track(C, { available: false }), undefined],
  ["nothing where nothing is", undefined, undefined, undefined],
])("lastPromoted() takes %s", (_name, record, stable, expected) => {
  expect(lastPromoted(record, stable)).toEqual(expected);
});

const versions = (images: readonly string[]) => images.map((image) => ({ image }));

test.each([
  ["the one before", [A, B], [], A],
  ["none where only one is known", [A], [], undefined],
  ["not what was rolled back", [A, C, B], [C], A],
  ["none where nothing was promoted", [], [], undefined],
])("previousPromoted() finds %s", (_name, promoted, aborted, expected) => {
  expect(previousPromoted(ledger({ promoted: versions(promoted), aborted: versions(aborted) }))?.image).toBe(
    expected,
  );
});

test("shortDigest() leaves an image without digest as it is", () => {
  expect(shortDigest("app:v1")).toBe("app:v1");
  expect(shortDigest(A)).toBe("sha256:aaaaaaaaaaaa");
});

test("versionBefore() is what was stable when the attempt began", () => {
  expect(versionBefore(undefined)).toBeUndefined();
  expect(versionBefore(attempt(B))).toEqual({ image: A });
  expect(versionBefore(attempt(B, { previousRevision: "1111111111" }))).toEqual({
    image: A,
    revision: "1111111111",
  });
});
