/** Groups of an IPv6 address, and how many of them name the network of whoever has it. */
const GROUPS = 8, NETWORK = 4;

/**
 * Whose address it is: an IPv4 address as it is, of an IPv6 address the first 64 bits, as whoever has
 * one has all of its network.
 * @param address such as `10.0.0.9` or `2001:db8::7`, in lower case
 */
export function networkOf(address: string): string {
  const [plain = ""] = address.split("%");
  if (!plain.includes(":")) return plain;
  const [before = "", after] = plain.split("::");
  const groups = before === "" ? [] : before.split(":");
  if (after !== undefined) {
    const last = after === "" ? 0 : after.split(":").length;
    while (groups.length + last < GROUPS) groups.push("0");
  }
  const named = groups.slice(0, NETWORK).map((group) =>
    group.replace(/^0+(?=.)/, "")
  );
  return `${named.join(":")}::/64`;
}
