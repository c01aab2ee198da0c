import * as gate from "../../../components/providers/gate";
import * as promotion from "../../../components/providers/promotion";
import * as release from "../../../components/providers/release";
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

/** Goes through the resources of a stack as Pulumi's engine does, and keeps a state of them. */
export class FakeEngine {
  private readonly app: FakeApp;
  private before: Properties | undefined;

  constructor(app: FakeApp) {
    this.app = app;
  }

  /** Another one with the state that this one has now. */
  fork(): FakeEngine {
    const other = new FakeEngine(this.app);
    other.before = this.before;
    return other;
  }

  /** Inputs as a preview of base checks them; refused with an error. */
  async check(
    image: string,
    { shape = { version: 1 }, revision = revisionOf(image), run }: RunOptions = {},
  ): Promise<Properties> {
    const news = { settings: this.settings(image, revision), shape, revision, run };
    const { inputs, failures } = await release.check(this.before ?? {}, news);
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
    const { before } = this;
    if (before === undefined) this.before = (await release.create(inputs)).outs as Properties;
    else if ((await release.diff("", before, inputs)).changes)
      this.before = (await release.update("", before, inputs)).outs as Properties;
    const templates = { stable: stableTemplate, canary: canaryTemplate };
    this.app.declare({ stable: stableImage, canary: canaryImage }, templates);
    const settings = this.settings(image, options.revision);
    await routeRules.create({ settings, probeToken: "t" });
    return (await promotion.create({ settings, stableImage, stableRevision })).outs as Properties;
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

  /** Whether a stage's `up` would do anything. */
  async stageChanges(image: string, key: string): Promise<boolean | undefined> {
    const inputs = { settings: this.app.settings(image, `prod-canary-${key}`), stage: key };
    return (await gate.diff("", inputs, inputs)).changes;
  }
}
