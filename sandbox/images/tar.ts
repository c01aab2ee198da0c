/** One member of a tar archive: a directory when the name ends in "/", otherwise a regular file. */
export interface TarEntry {
  /** Path inside the archive, at most 100 bytes, no leading slash. */
  readonly name: string;
  /** Contents of a file. @default - empty */
  readonly data?: Buffer;
  /** Permission bits. @default 0o755 for directories, 0o644 for files */
  readonly mode?: number;
}

const BLOCK_BYTES = 512;

const renderHeader = (entry: TarEntry, sizeBytes: number): Buffer => {
  if (Buffer.byteLength(entry.name) > 100) {
    throw new RangeError(`Cannot archive "${entry.name}": name must be at most 100 bytes`);
  }
  const isDirectory = entry.name.endsWith("/");
  const header = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, offset: number, length: number): void => {
    header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, offset, "latin1");
  };
  header.write(entry.name, 0, "utf8");
  octal(entry.mode ?? (isDirectory ? 0o755 : 0o644), 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(sizeBytes, 124, 12);
  octal(0, 136, 12);
  header.write("        ", 148, "latin1");
  header.write(isDirectory ? "5" : "0", 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${checksum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
};

/**
 * Packs entries into a ustar archive whose bytes depend on nothing but its arguments: owner 0, modification time 0,
 * the order given.
 * @throws {RangeError} when a name is longer than 100 bytes
 */
export function renderTar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const data = entry.data ?? Buffer.alloc(0);
    const padding = (BLOCK_BYTES - (data.length % BLOCK_BYTES)) % BLOCK_BYTES;
    return [renderHeader(entry, data.length), data, Buffer.alloc(padding)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK_BYTES)]);
}

/**
 * Reads back an archive that {@link renderTar} wrote.
 * @returns the files' contents by name
 */
export function readTar(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let offset = 0;
  while (archive[offset]) {
    const header = archive.subarray(offset, offset + BLOCK_BYTES);
    const name = header.toString("utf8", 0, header.indexOf(0));
    const sizeBytes = Number.parseInt(header.toString("latin1", 124, 135), 8);
    offset += BLOCK_BYTES;
    files.set(name, archive.subarray(offset, offset + sizeBytes));
    offset += Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return files;
}
