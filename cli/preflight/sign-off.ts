import { exitCodes } from "../../components/core/exit-code";
import { given } from "../../components/core/given";
import { signedOff, validity } from "../../components/core/ledger/sign-off";
import type { SignOff } from "../../components/core/ledger/sign-off";
import { findItem, preflightItems } from "../../components/core/preflight/items";
import { describeVersion, toVersion } from "../../components/core/revision/version";
import { RunEnd } from "../../components/core/run-end";
import { askName } from "../orders/ask-name";
import type { Environment } from "../environment";
import { nearest } from "../../stacks/fields/nearest";
import type { Outcome } from "../run-command";

/** A person's answer to items of the preflight. */
export interface SignOffWord {
  /** Items by name. */
  readonly items: readonly string[];
  /** Address of the evidence. @default none */
  readonly evidence?: string | undefined;
  /** Role in which the person speaks. @default none */
  readonly as?: string | undefined;
  /** As this machine knows the person. */
  readonly person: string;
}

function readItems(items: readonly string[]) {
  return items.map((id) => {
    const item = findItem(id);
    if (item !== undefined) return item;
    const near = nearest(
      id,
      preflightItems.map((one) => one.id),
    );
    throw new RunEnd("usage", {
      text: `Cannot sign off "${id}": ITEM must be an item of the preflight: got ${id}`,
      fix: near === undefined ? "docs/reference/preflight.md lists them" : `perhaps ${near} is meant`,
    });
  });
}

/** Signs items off: one write of the ledger. Whoever may write it may sign. */
export async function signOff(context: Environment, word: SignOffWord): Promise<Outcome> {
  const { settings, store, commit } = context;
  const { environment, app } = settings;
  const items = readItems(word.items);
  if ((await store.read()) === undefined)
    throw new RunEnd("refused", {
      text: `Cannot sign off for "${app}": a release must have been made: got no ledger`,
      fix: `sluice rollout ${environment} makes the first deploy, which has no gate`,
    });
  const version = toVersion(settings);
  const { evidence, as, person } = word;
  const name = await askName(context);
  const who = name === undefined ? person : `${name} (${person})`;
  const sign = (nowSeconds: number): readonly SignOff[] =>
    items.map(({ id, per, validSeconds }) => ({
      item: id,
      who,
      ...given("as", as),
      ...given("evidence", evidence),
      ...validity(nowSeconds, validSeconds, per === "revision" ? version : undefined),
    }));
  let signed: readonly SignOff[] = [];
  await commit((ledger, nowSeconds) => {
    signed = sign(nowSeconds);
    return signedOff(ledger, signed as [SignOff, ...SignOff[]]);
  });
  const lines = signed.map(({ item, version: of, untilSeconds }) => {
    const subject = of === undefined ? app : describeVersion(of);
    return `${item} is signed off for ${subject} until ${new Date(untilSeconds * 1000).toISOString()}`;
  });
  return { exitCode: exitCodes.done, sentence: lines.join("\n"), report: { environment, app, who, signed } };
}
