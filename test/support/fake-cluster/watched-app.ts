import type { Settings } from "../../../components/core/settings";
import { openSession } from "../../../components/session/session";
import type { Session } from "../../../components/session/session";
import { watchExposure } from "../../../components/stage/soak/watch-exposure";
import type { WatchOptions } from "../../../components/stage/soak/watch-exposure";
import { imageOf } from "../environment";
import { startFakeApp } from "./app";
import type { FakeApp } from "./app";
import { FakeEngine } from "./engine";

const [A, B] = ["a", "b"].map(imageOf) as [string, string];

/** One test's watch of the app. */
export interface WatchedApp {
  readonly app: FakeApp;
  readonly engine: FakeEngine;
  /** Session of the watch; a test may change it. */
  session: Session;
  /** Ends the watch as Ctrl-C does. */
  readonly stop: AbortController;
  /** Lines that it has said. */
  readonly said: readonly string[];
  watch(change?: Partial<WatchOptions>): ReturnType<typeof watchExposure>;
  /** Waits for a condition, at most until the test stops the watch. */
  until(holds: () => boolean): Promise<void>;
}

/** Terms of the watch of a file's tests. */
export interface WatchTerms {
  /** Name under which it writes. */
  readonly stack: string;
  readonly options: WatchOptions;
  readonly settings?: (made: Settings) => Settings;
}

/**
 * Sets up for each test of a file an app whose second image has passed its first stage, and a watch's session. The
 * release is run once; each test begins with what it left.
 * @returns the one of the test that runs
 */
export function setUpWatchedApp({ stack, options, settings = (made) => made }: WatchTerms): () => WatchedApp {
  let app: FakeApp;
  let engine: FakeEngine;
  let restore: () => void;
  let present: WatchedApp;
  const running: Promise<unknown>[] = [];

  beforeAll(async () => {
    app = await startFakeApp();
    engine = new FakeEngine(app);
    await engine.upBase(A);
    await engine.upBase(B);
    await engine.upStage(B, "5");
    restore = app.save();
  });

  beforeEach(async () => {
    restore();
    const said: string[] = [];
    const stop = new AbortController();
    const opened = await openSession({ settings: settings({ ...app.settings(B), stack }) });
    const session = { ...opened, interrupted: stop.signal, say: (text: string) => void said.push(text) };
    present = {
      app,
      engine: engine.fork(),
      session,
      stop,
      said,
      watch: async (change = {}) => {
        const watching = watchExposure(present.session, { ...options, ...change });
        running.push(watching);
        return await watching;
      },
      until: async (holds) => {
        while (!holds() && !stop.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 20));
      },
    };
  });

  afterEach(async () => {
    present.stop.abort();
    // A run that has not ended must not write into the next test.
    await Promise.allSettled(running.splice(0));
    present.session.close();
  });

  afterAll(async () => await app.stop());

  return () => present;
}
