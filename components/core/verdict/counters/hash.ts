/** FNV-1a over UTF-16 units, 32 bits, from `seed`. */
function hash32(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Short hash of a long identity, 52 bits: among 1000 series two collide with a chance of 1 to 10^10.
 * @returns a whole number from 0 to 2^52 − 1
 */
export function hashIdentity(text: string): number {
  return (hash32(text, 0x811c9dc5) >>> 12) * 0x1_0000_0000 + hash32(`${text}\n`, 0x2f0b4a27);
}
