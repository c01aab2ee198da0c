import type { Tool } from "./tool";

/** A tool is not available; the message names the ways that were tried and the way out. */
export class ToolError extends Error {
  override readonly name = "ToolError";

  /**
   * @param found - problem
   * @param wayOut - way out for a person
   */
  constructor(tool: Tool, found: string, wayOut: string) {
    const installed =
      tool.onPath && tool.onPath.prints !== "" ? `; or put ${tool.name} ${tool.version} on PATH` : "";
    super(`Cannot get tool "${tool.name}" ${tool.version}: ${found}\n  → ${wayOut}${installed}`);
  }
}
