/** Bits of the networks that an address is in: of IPv4 those wider than its own, of IPv6 with that. */
const WIDTHS = { 4: [24, 16], 6: [64, 48, 32] } as const;
/** Bits of a part between dots, of a group between colons. */
const PART = 8, GROUP = 16;
const GROUPS = 8;

/**
 * The networks that an address is in, from the one that is its owner's to the one of a provider: an
 * IPv4 address as it is, its 24 and its 16 first bits; of an IPv6 address the first 64, as whoever has
 * one has all of them, the first 48 and the first 32.
 * @param address such as `10.0.0.9` or `2001:db8::7`, in lower case
 */
export function networksOf(address: string): readonly string[] {
  const [plain = ""] = address.split("%");
  if (plain.includes(":")) {
    const groups = groupsOf(plain);
    return WIDTHS[6].map((bits) =>
      `${groups.slice(0, bits / GROUP).join(":")}::/${bits}`
    );
  }
  const parts = plain.split(".");
  const wider = WIDTHS[4].map((bits) =>
    `${parts.slice(0, bits / PART).join(".")}/${bits}`
  );
  return [plain, ...wider];
}

/** The groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): readonly string[] {
  const [before = "", after] = address.split("::");
  const groups = before === "" ? [] : before.split(":");
  if (after !== undefined) {
    const last = after === "" ? [] : after.split(":");
    while (groups.length + last.length < GROUPS) groups.push("0");
    groups.push(...last);
  }
  return groups.map((group) => group.replace(/^0+(?=.)/, ""));
}
