import { seen } from "../../../../components/core/stage/seen";
import { watchSoak } from "../../../../components/core/stage/watch-soak";
import { facts } from "./soak-facts";

const lastWriter = { manager: "kustomize-controller", at: "2026-11-21T10:00:00Z" };
const named =
  "the rules were last written by kustomize-controller (Flux, which writes them again and again) at 2026-11-21T10:00:00Z";

test("a soak names a tool that writes its own weight again and again, and the weight that settles it", () => {
  const back = watchSoak(facts({ route: seen({ weight: 0, epoch: "7.a", lastWriter }) }));
  expect(back).toEqual({
    action: "hold",
    basis: "foreignWeight",
    sentence: `another writer changed the route: weight is 0 %, Sluice wrote 20 %; ${named}`,
    moved: { writer: lastWriter, back: 20 },
  });
  const same = watchSoak(facts({ route: seen({ weight: 20, epoch: "8.b", lastWriter }) }));
  expect(same).toMatchObject({ basis: "foreignWrite", moved: { writer: lastWriter } });
  expect(same.sentence).toContain(`${named}; epoch is 8.b`);
  expect("moved" in same && same.moved).toEqual({ writer: lastWriter });
  const raised = watchSoak(facts({ route: seen({ weight: 50, epoch: "7.a", lastWriter }) }));
  expect(raised.sentence).toBe(`another writer raised the weight from 20 % to 50 %; ${named}`);
});
