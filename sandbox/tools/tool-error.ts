import type { Tool } from "./tool";

/** A tool could not be had; the message says what was tried and what to do. */
export class ToolError extends Error {
  override readonly name = "ToolError";

  /**
   * @param found - what went wrong
   * @param wayOut - what a person can do about it
   */
  constructor(tool: Tool, found: string, wayOut: string) {
    const installed =
      tool.onPath && tool.onPath.prints !== "" ? `; or put ${tool.name} ${tool.version} on PATH` : "";
    super(`Cannot get tool "${tool.name}" ${tool.version}: ${found}; ${wayOut}${installed}`);
  }
}
