/** A stream block that is there and does nothing: the controller posts to its port at each change. */
const IDLE_STREAM =
  'stream {\n    server {\n        listen 127.0.0.1:{{ .StreamPort }};\n        return "";\n    }\n}\n';

/**
 * The controller's template of nginx.conf without Lua in its stream block: Debian has no such module.
 * @throws {RangeError} where the template has no such block, or more than one
 */
export function adaptTemplate(template: string): string {
  const blocks = [...template.matchAll(/^stream \{$[^]*?^\}$\n?/gm)];
  const [block] = blocks;
  if (block === undefined || blocks.length > 1) {
    throw new RangeError(
      `Cannot adapt the template of nginx.conf: stream blocks must be 1: got ${blocks.length}`,
    );
  }
  return template.replace(block[0], () => IDLE_STREAM);
}
