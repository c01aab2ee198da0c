import * as gate from "../../../components/providers/gate";
import * as promotion from "../../../components/providers/promotion";
import * as release from "../../../components/providers/release/release";
import * as routeRules from "../../../components/providers/route-rules";
import * as shift from "../../../components/providers/shift";
import * as soak from "../../../components/providers/soak";
import type { ResourceInputs } from "../../../components/session/session";
import { hashConfiguration, revisionKey } from "../../../components/core/revision/hash-configuration";
import { nameRevision } from "../../../components/core/revision/name-revision";
import type { JsonObject, Revision } from "../../../components/core/revision/revision";
import type { Settings } from "../../../components/core/settings";
import { revisionOf } from "./templates";
import type { FakeApp } from "./app";

type Properties = Record<string, unknown>;

/** Terms of a run besides its image. */
export interface RunOptions {
  readonly shape?: unknown;
  /** Revision of the checkout. @default one with the image alone */
  readonly revision?: Revision;
  readonly run?: ResourceInputs["run"];
  /** Event between a stage's gate and its shift. */
  readonly afterGate?: () => Promise<void>;
}

/** Resource as the engine keeps it. */
interface State {
  readonly inputs: Properties;
  readonly outs: Properties;
}

/** Program of a run that is over. */
const overRun = { programPid: 2 ** 22 - 1, programStart: "1" };

/** Goes through the resources of a stack as Pulumi's engine does, and keeps a state of them. */
export class FakeEngine {
  private readonly app: FakeApp;
  private release: State | undefined;
  private promotion: State | undefined;

  constructor(app: FakeApp) {
    this.app = app;
  }

  /** Another one with the state that this one has now. */
  fork(): FakeEngine {
    const other = new FakeEngine(this.app);
    other.release = this.release;
    other.promotion = this.promotion;
    return other;
  }

  /** Inputs as a preview of base checks them; refused with an error. */
  async check(
    image: string,
    { shape = { version: 1 }, revision = revisionOf(image), run }: RunOptions = {},
  ): Promise<Properties> {
    const news = { settings: this.settings(image, revision), shape, revision, run };
    const { inputs, failures } = await release.check(this.release?.inputs ?? {}, news);
    if (failures?.length) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return inputs as Properties;
  }

  /** `up` of the base stack: what its last resource leaves in the state. */
  async upBase(image: string, options: RunOptions = {}): Promise<Properties> {
    const inputs = await this.check(image, options);
    const { stableImage, canaryImage, stableRevision, stableTemplate, canaryTemplate } = inputs as {
      stableImage: string;
      canaryImage: string;
      stableRevision: string;
      stableTemplate: JsonObject;
      canaryTemplate: JsonObject;
    };
    const before = this.release?.outs;
    const changes = before === undefined || (await release.diff("", before, inputs)).changes === true;
    const act = async () =>
      before === undefined ? await release.create(inputs) : await release.update("", before, inputs);
    // A resource that does not change keeps its outputs, and gets the inputs of this run.
    this.release = { inputs, outs: changes ? ((await act()).outs as Properties) : before };
    const templates = { stable: stableTemplate, canary: canaryTemplate };
    this.app.declare({ stable: stableImage, canary: canaryImage }, templates);
    const settings = this.settings(image, options.revision);
    await routeRules.create({ settings, probeToken: "t" });
    const promoted = { settings, stableImage, stableRevision };
    const outs = (await promotion.create(promoted)).outs as Properties;
    this.promotion = { inputs: promoted, outs };
    return outs;
  }

  /**
   * `refresh` of the base stack, whose program is over: its resources that the engine shows as changed.
   * @param keeps - keeps what it read; otherwise it only looks
   */
  async refresh({ keeps = false } = {}): Promise<readonly string[]> {
    const { release: one, promotion: other } = this;
    if (one === undefined || other === undefined) throw new Error("refresh what was declared");
    const found = await release.read("", { ...one.outs, run: overRun });
    const read = found as { readonly inputs: Properties; readonly props: Properties };
    const shown = [
      {
        name: "Release",
        changes: (await release.diff("", read.props, { ...one.inputs, run: overRun })).changes,
      },
      {
        name: "Promotion",
        changes: (await promotion.diff("", other.outs, { ...other.inputs, run: overRun })).changes,
      },
    ];
    if (keeps) this.release = { inputs: read.inputs, outs: read.props };
    return shown.filter(({ changes }) => changes).map(({ name }) => name);
  }

  /** Drift that the last refresh kept. */
  drift(): unknown {
    return this.release?.outs["drift"];
  }

  /** `up` of a stage: what its soak leaves in the state. */
  async upStage(
    image: string,
    key: string,
    { run, revision, afterGate }: Pick<RunOptions, "run" | "revision" | "afterGate"> = {},
  ): Promise<Properties> {
    const settings = this.settings(image, revision, `prod-canary-${key}`);
    const inputs = { settings, stage: key, run };
    await gate.create(inputs);
    await afterGate?.();
    await shift.create(inputs);
    return (await soak.create(inputs)).outs as Properties;
  }

  private settings(image: string, revision: Revision = revisionOf(image), stack?: string): Settings {
    const made = this.app.settings(image, stack);
    return { ...made, revision: nameRevision(hashConfiguration(revision, revisionKey(made))) };
  }

  /** Whether a refresh shows a stage's resources as changed. */
  async stageDrifts(image: string, key: string): Promise<boolean | undefined> {
    return await this.stageChanges(image, key, overRun);
  }

  /** Whether a stage's `up` would do anything. */
  async stageChanges(image: string, key: string, run?: ResourceInputs["run"]): Promise<boolean | undefined> {
    const inputs = { settings: this.app.settings(image, `prod-canary-${key}`), stage: key, run };
    return (await gate.diff("", inputs, inputs)).changes;
  }
}
