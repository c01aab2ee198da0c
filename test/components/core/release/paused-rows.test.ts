import {
  between,
  given,
  intended,
  nothing,
  promoting,
  ready,
  rolling,
  soaking,
  expectRows,
} from "./situations";
import { A, B, C, idle, track } from "./world";

const paused = { paused: true };
const says = (name: string): string =>
  `Deployment shop-${name} must not be paused: got spec.paused is true, so that its pods stay as they are\n  → kubectl rollout resume deployment/shop-${name}`;

// A Deployment under `kubectl rollout pause` is refused before anything is written that would wait for it in vain.
expectRows([
  {
    name: "a new attempt with a paused canary",
    facts: { ...between, image: B, canary: { ...idle(A), ...paused } },
    expected: { kind: "refuse" },
    says: says("canary"),
  },
  {
    name: "superseding with a paused canary moves no traffic",
    facts: { ...soaking, image: C, intent: intended, canary: track(B, paused) },
    expected: { kind: "refuse" },
    says: says("canary"),
  },
  {
    name: "a promotion of a paused stable",
    facts: { ...ready, stable: { ...ready.stable, ...paused } as typeof ready.stable },
    expected: { kind: "refuse" },
    says: says("stable"),
  },
  {
    name: "a promotion whose stable was paused on its way",
    facts: { ...promoting, stable: { ...promoting.stable, ...paused } as typeof promoting.stable },
    expected: { kind: "refuse" },
    says: says("stable"),
  },
  {
    name: "a first deploy over a paused stable",
    facts: { ...nothing, stable: { ...rolling, ...paused } },
    expected: { kind: "refuse" },
    says: says("stable"),
  },
  {
    name: "a release that is with its stages goes on, whoever paused its canary",
    facts: { ...soaking, canary: track(B, paused) },
    expected: { kind: "continue" },
  },
  {
    name: "a new attempt beside a paused stable",
    facts: given({ image: B, stable: { ...between.stable, ...paused } as typeof between.stable }),
    expected: { kind: "start" },
  },
]);
