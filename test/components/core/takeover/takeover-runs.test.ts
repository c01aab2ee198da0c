import fc from "fast-check";
import { decideTakeover } from "../../../../components/core/takeover/decide-takeover";
import type {
  Selector,
  TakeoverAct,
  TakeoverRecord,
} from "../../../../components/core/takeover/decide-takeover";

/** A cluster in which pods become ready, and endpoints follow, one step after the other. */
class World {
  readonly old = { replicas: 3, ready: 3 };
  readonly stable = { replicas: 0, ready: 0 };
  /** Of each of two Services. */
  readonly selectors: Selector[] = ["theirs", "theirs"];
  /** Selectors that the endpoints follow by now. */
  followed: Selector[] = ["theirs", "theirs"];
  record: TakeoverRecord = { deployment: "web", pods: 3, selectors: {} };
  now = 0;
  /** Moment of the last write of a selector. */
  private writtenAt = 0;

  /** Ready pods that the weakest Service leads to. */
  served(): number {
    return Math.min(
      ...this.followed.map((one) => this.stable.ready + (one === "theirs" ? this.old.ready : 0)),
    );
  }

  private inEndpoints(side: "old" | "stable"): number {
    const isIn = side === "stable" || this.followed.every((one) => one === "theirs");
    return isIn ? this[side].ready : 0;
  }

  tick(): void {
    this.now += 4;
    for (const side of [this.old, this.stable]) {
      if (side.ready < side.replicas) side.ready += 1;
      else side.ready = side.replicas;
    }
    // Endpoints follow a selector late, and all of them before the drain is over.
    if (this.now - this.writtenAt >= 8) this.followed = [...this.selectors];
  }

  decide(direction: "forth" | "back"): TakeoverAct {
    const [first] = this.selectors as [Selector];
    return decideTakeover(direction, {
      record: this.record,
      old: { ...this.old, inEndpoints: this.inEndpoints("old") },
      stable: { ...this.stable, inEndpoints: this.inEndpoints("stable") },
      selector: this.selectors.every((one) => one === first) ? first : "mixed",
      answers: this.stable.ready > 0,
      drainSeconds: 10,
      nowSeconds: this.now,
    });
  }

  /** @param crash - writes of the act that are done before the process is killed; absent: all */
  act(act: TakeoverAct, crash?: number): void {
    if (act.kind === "scale" && crash !== 0) {
      // Requests that were under way when the Services were turned have had their time.
      if (act.replicas === 0) expect(this.now - this.writtenAt).toBeGreaterThanOrEqual(10);
      this[act.side].replicas = act.replicas;
    }
    if (act.kind === "note" && crash !== 0) this.record = { ...this.record, turnedAtSeconds: this.now };
    if (act.kind !== "turn") return;
    // The note of the last turn is dropped before the first selector is written.
    if (crash === 0) return;
    const { turnedAtSeconds: _, ...rest } = this.record;
    this.record = rest;
    const count = crash === undefined ? 2 : crash - 1;
    for (let index = 0; index < count; index++) {
      this.selectors[index] = act.to;
      this.writtenAt = this.now;
    }
  }
}

const step = fc.record({
  direction: fc.constantFrom("forth" as const, "back" as const),
  steps: fc.integer({ min: 0, max: 12 }),
  crash: fc.integer({ min: 0, max: 2 }),
});

test("decideTakeover(): killed at any write, in either direction, the Services never lead to fewer pods than served, and the next command ends it", () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 5 }),
      fc.constantFrom("forth" as const, "back" as const),
      (runs, last) => {
        const world = new World();
        const least = (): void => expect(world.served()).toBeGreaterThanOrEqual(3);
        for (const { direction, steps, crash } of runs) {
          for (let index = 0; index < steps; index++) {
            world.act(world.decide(direction));
            world.tick();
            least();
          }
          world.act(world.decide(direction), crash);
          world.tick();
          least();
        }
        for (let index = 0; index < 60 && world.decide(last).kind !== "done"; index++) {
          world.act(world.decide(last));
          world.tick();
          least();
        }
        expect(world.decide(last)).toEqual({ kind: "done" });
        expect(world.selectors).toEqual(last === "forth" ? ["stable", "stable"] : ["theirs", "theirs"]);
      },
    ),
    { numRuns: 500 },
  );
});
