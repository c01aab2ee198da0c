import { judgeImages } from "../release/judge-images";
import { sameImage } from "../workload/image";
import { shortDigest } from "../workload/short-digest";
import type { PreflightFacts } from "./facts";
import { go, noGo, unknown } from "./item";
import type { Look } from "./item";

/** Whether the registry still has the image that is released. */
export function findImage({ version: { image }, images }: PreflightFacts): Look {
  const gone = judgeImages(images).gone.find((one) => sameImage(one.image, image));
  if (gone !== undefined) return noGo(gone.text, "push that image again, or release another one");
  const answer = images.find((one) => sameImage(one.image, image))?.answer;
  return answer?.kind === "there"
    ? go(`${shortDigest(image)} is in its registry`)
    : unknown(
        `its registry does not show ${shortDigest(image)}${answer?.kind === "unknown" ? `: ${answer.text}` : ""}`,
      );
}

/** Whether the image verifies by the policies that it matches. */
export function findSignature({ signatures }: PreflightFacts): Look {
  if (signatures === undefined) return unknown(unconfigured);
  const { problems, policies, isSigned } = signatures;
  if (problems.length > 0) return refuse(problems);
  if (!isSigned) return unknown("no policy of images-signed demands a signature of it");
  return go(`verified by ${policies.join(", ")}`);
}

/** Whether an attestation of a kind is demanded of the image, and verifies. */
export function findAttestation(kind: string, what: string): (facts: PreflightFacts) => Look {
  return ({ signatures }) => {
    if (signatures === undefined) return unknown(unconfigured);
    const { problems, policies, demanded } = signatures;
    if (!demanded.some((one) => one.includes(kind)))
      return unknown(`no policy of images-signed demands ${what} of it`);
    return problems.length > 0 ? refuse(problems) : go(`${what} verified by ${policies.join(", ")}`);
  };
}

const unconfigured = "no configuration of images-signed was given: --policy-pack-config FILE";

const refuse = (problems: readonly string[]): Look =>
  noGo(problems.join("; "), "sign the image and attach what its policy demands, or release another one");
