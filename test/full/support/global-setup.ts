import { ensureTools } from "../../../sandbox/tools/resolve";

/** Makes both cosigns before the first test: nothing compiles beside one. */
export default async function setUp(): Promise<void> {
  await ensureTools({ names: ["debian", "cosign-2", "cosign-3"] });
}
