/** First and last number of a range. */
export type Range = readonly [first: number, last: number];

/** Whether ranges of whole numbers leave none of another out. */
export function coverAll(ranges: readonly Range[], [first, last]: Range): boolean {
  let next = first;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (from > next) return false;
    next = Math.max(next, to + 1);
  }
  return next > last;
}

const whole = 2 ** 32;

/** The first 32 bits of an address: all of IPv4's, and of IPv6's those of its network. */
function firstBits(address: string): number {
  if (!address.includes(":")) return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const [high = "", low = "0"] = `${address}::`.split("::")[0]?.split(":") ?? [];
  return Number.parseInt(high || "0", 16) * 65_536 + Number.parseInt(low || "0", 16);
}

/** Addresses of a block such as `10.0.0.0/8`, as the range of their first 32 bits; none of smaller ones of IPv6. */
export function toRange(cidr: string): { readonly version: 4 | 6; readonly range: Range } | undefined {
  const [address = "", length = ""] = cidr.split("/");
  const bits = Number(length);
  if (!/^\d{1,3}$/.test(length) || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  const first = Math.floor(firstBits(address) / size) * size;
  if (!Number.isFinite(first)) return undefined;
  return { version: address.includes(":") ? 6 : 4, range: [first, first + size - 1] };
}

/** Whether blocks have every address of IPv4, or every one of IPv6. */
export function haveEveryAddress(cidrs: readonly string[]): boolean {
  const found = cidrs.flatMap((cidr) => toRange(cidr) ?? []);
  return [4, 6].some((version) => {
    const own = found.filter((one) => one.version === version).map(({ range }) => range);
    return own.length > 0 && coverAll(own, [0, whole - 1]);
  });
}
