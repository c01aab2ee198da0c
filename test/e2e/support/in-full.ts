/** Whether everything runs, also what is no promise's only test: `npm run test:full`. */
export const isFull = process.env["SLUICE_E2E_FULL"] === "1";

const leaveOut = Object.assign(() => undefined, { each: () => () => undefined });

/**
 * A test of `npm run test:full` alone, as `test` is one of every run: what it stands for is no promise of its own, or
 * another end-to-end test stands for the same one.
 */
export const inFull = isFull ? test : (leaveOut as unknown as jest.It);

/** A group of such tests: jest refuses what is done before and after a group that has none. */
export const describeInFull = isFull ? describe : (leaveOut as unknown as jest.Describe);
