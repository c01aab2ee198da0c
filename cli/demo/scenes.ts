import type { Variant } from "../../sandbox/images/variants";

/** One release of the demo, and its right end. */
export interface Scene {
  /** Short name in report and picture. */
  readonly name: string;
  readonly title: string;
  readonly image: Variant;
  readonly end: "promoted" | "aborted";
  /** Version that answers the requests that fail by it: "" for the firewall, whose refusals name none. */
  readonly failedBy?: string;
  /** Level up to which the rules of a firewall refuse, 1 to 4. @default - the environment file stays as it is */
  readonly paranoia?: number;
}

/** Scenes that follow one another in a sandbox, and the requests of clients meanwhile. */
export interface Act {
  /** Whether it goes on where another act ended: clients send from its beginning, and its soaks are its own. */
  readonly isSequel: boolean;
  readonly scenes: readonly Scene[];
  readonly ratePerSecond: number;
  /** Paths that are asked for in turn. @default - the load's own */
  readonly paths?: readonly string[];
}

/** The first deploy, a good version and a bad one. */
export const releasesAct: Act = {
  isSequel: false,
  ratePerSecond: 200,
  scenes: [
    { name: "v1", title: "Version 1, the first deploy", image: "v1", end: "promoted" },
    { name: "v2", title: "Version 2, a good release under traffic", image: "v2", end: "promoted" },
    {
      name: "v3",
      title: "Version 3 starts well, then fails half of its requests",
      image: "v3",
      end: "aborted",
      failedBy: "v3",
    },
  ],
};

/** A search as people type it: words in quotes and a name. To rules above level 1 that is an attack on a database. */
const search = "/api/papers?q=%22union+of+sets%22+O'Brien";

/** A firewall for the good version, and rules of it that refuse what users do. */
export const wafAct: Act = {
  isSequel: true,
  // Each request takes a firewall 2 to 3 ms, and all run on one machine.
  ratePerSecond: 50,
  paths: ["/", "/api/papers", "/api/scholars/1", search],
  scenes: [
    {
      name: "firewall",
      title: "A firewall before version 2, by a release like any other",
      image: "v2",
      end: "promoted",
      paranoia: 1,
    },
    {
      name: "strict rules",
      title: "Stricter rules of the firewall, which refuse a search that users make",
      image: "v2",
      end: "aborted",
      failedBy: "",
      paranoia: 2,
    },
  ],
};
