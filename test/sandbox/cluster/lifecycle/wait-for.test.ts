import { waitFor } from "../../../../sandbox/cluster/lifecycle/wait-for";

const quick = { what: "door must open", timeoutSeconds: 5, pauseMs: 1 };

test("resolves to the first value that is neither undefined nor false", async () => {
  const answers = [undefined, false as const, "open"];
  expect(await waitFor(async () => answers.shift(), quick)).toBe("open");
});

test("takes a throw for not yet", async () => {
  let tries = 0;
  const probe = async (): Promise<number> => {
    tries += 1;
    if (tries < 3) throw new Error("closed");
    return tries;
  };
  expect(await waitFor(probe, quick)).toBe(3);
});

test("gives up after the time with what was said last", async () => {
  const options = { ...quick, timeoutSeconds: 0 };
  const refused = waitFor(() => Promise.reject(new Error("knob is hot")), options);
  await expect(refused).rejects.toThrow('door must open within 0 s: got "knob is hot"');
});

test("ends at once when there is no point in waiting", async () => {
  const assertAlive = (): void => {
    throw new Error("house is gone");
  };
  await expect(waitFor(async () => false, { ...quick, assertAlive })).rejects.toThrow("house is gone");
});
