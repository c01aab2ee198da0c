import {
  lastPromoted,
  listTargets,
  previousPromoted,
  rollbackCommand,
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

test("listTargets() has what was promoted before and not rejected since, and what a rollback left", () => {
  const promoted = versions([A, B, C]);
  expect(listTargets(ledger({ promoted }))).toEqual(versions([A, B]));
  expect(listTargets(ledger({ promoted, aborted: versions([B]) }))).toEqual(versions([A]));
  const back = attempt(C, { kind: "rollback", previousImage: B });
  const undone = ledger({ promoted, aborted: versions([A, B]), attempt: back });
  expect(listTargets(undone)).toEqual(versions([B]));
  expect(listTargets({ ...undone, phase: "aborted" })).toEqual([]);
});

test.each([
  ["promoted", ledger({ promoted: versions([A, B]) }), "sluice rollback prod"],
  ["aborted", ledger({ phase: "aborted", promoted: versions([A, B]) }), `sluice rollback prod --to ${A}`],
  [
    "aborted, but not at an end",
    ledger({ phase: "aborted", weight: 50, promoted: versions([A, B]) }),
    undefined,
  ],
  ["under way", ledger({ phase: "held", promoted: versions([A, B]) }), undefined],
  ["of one version", ledger({ promoted: versions([A]) }), undefined],
])("rollbackCommand() of a release that is %s", (_name, record, command) => {
  expect(rollbackCommand(record)).toBe(command);
});
