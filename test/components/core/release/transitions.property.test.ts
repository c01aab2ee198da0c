import { weightOf } from "../../../../components/core/stage/exposure";
import { always, history } from "./all-transitions";

test("the sequences get everywhere, else nothing would be checked", () => {
  const seen = new Set(history.map(({ name, after }) => `${name} ${after.phase}`));
  expect([...seen]).toEqual(
    expect.arrayContaining([
      "startPromotion promoting",
      "promoted promoted",
      "promotionAborted aborted",
      "zeroWritten aborted",
      "held held",
      "retryAttempt progressing",
      "startRollback progressing",
    ]),
  );
});

test("no sequence raises the weight without its intent, and without every lower stage having passed", () => {
  always((before, name, after) => {
    if (after.weight <= before.weight) return;
    expect(name).toBe("confirmMove");
    expect(before.intent).toMatchObject({ to: after.weight, epoch: after.epoch, from: before.weight });
    const pinned = after.attempt?.stages ?? [];
    for (const stage of pinned) if (weightOf(stage) < after.weight) expect(stage.phase).toBe("passed");
    expect(pinned.map(weightOf)).toContain(after.weight);
  });
});

test("no intent to raise is announced but by a stage that is shifting", () => {
  always((before, name, after) => {
    if (after.intent === undefined || after.intent === before.intent) return;
    expect(name).toBe("recordIntent");
    if (after.intent.to === before.weight) return;
    expect(before.phase).toBe("progressing");
    expect(before.attempt?.stages).toContainEqual(
      expect.objectContaining({ key: String(after.intent.to), phase: "shifting" }),
    );
  });
});

test("a weight falls only to 0", () => {
  always((before, name, after) => {
    if (after.weight >= before.weight) return;
    expect([name, after.weight]).toEqual(["zeroWritten", 0]);
  });
});

test("a digest becomes stable only after its last stage passed at 100 %", () => {
  let passedImage: string | undefined;
  always((_before, name, after) => {
    if (name === "startPromotion") {
      expect(after.weight).toBe(100);
      expect(after.attempt?.stages.every(({ phase }) => phase === "passed")).toBe(true);
      passedImage = after.attempt?.image;
    }
    if (name === "promoted") expect(after.promoted.at(-1)?.image).toBe(passedImage);
  });
});

test("a rollback begins at weight 0 and with nothing under way, to what was promoted and not rejected", () => {
  const from = new Set<string>();
  always((before, name, after) => {
    if (name !== "startRollback") return;
    from.add(before.phase);
    expect(before).toMatchObject({ weight: 0, phase: expect.stringMatching(/^(promoted|aborted)$/) });
    expect(before.intent).toBeUndefined();
    const { image, previousImage } = after.attempt ?? {};
    const versions = before.promoted.map((one) => one.image);
    expect(previousImage).toBe(versions.at(-1));
    expect(versions.slice(0, -1)).toContain(image);
    const undone = before.phase === "promoted" && before.attempt?.kind === "rollback";
    const left = undone ? before.attempt?.previousImage : undefined;
    if (image !== left) expect(before.aborted).not.toContainEqual({ image });
  });
  expect([...from].toSorted()).toEqual(["aborted", "promoted"]);
});

test("an aborted attempt stays aborted until another one begins, with a number of its own", () => {
  always((before, name, after) => {
    const begins = before.attempt?.number !== after.attempt?.number;
    if (before.phase === "aborted" && !begins) expect(after.phase).toBe("aborted");
    if (begins) {
      expect(["startAttempt", "retryAttempt", "startRollback"]).toContain(name);
      expect(after.attempt?.number).toBe((before.attempt?.number ?? 0) + 1);
      expect(after).toMatchObject({ weight: 0, phase: "progressing" });
      expect(after.attempt?.stages.every(({ phase }) => phase === "pending")).toBe(true);
    }
  });
});
