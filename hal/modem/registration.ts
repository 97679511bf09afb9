import { afterName } from "./fields.ts";

/** Commands that tell the registration with a kind of network: circuits, packets, LTE. */
export const NETWORKS = ["+CREG", "+CGREG", "+CEREG"] as const;
type NetworkName = typeof NETWORKS[number];

/**
 * Registered (3GPP TS 27.007, section 7.2): at home 1, roaming 5, for messages only 6 and 7, and 9 and
 * 10, where calls would fall back to another network.
 */
const REGISTERED: ReadonlySet<number> = new Set([1, 5, 6, 7, 9, 10]);

/**
 * The status behind the colon: `<status>` or `<n>,<status>`, each perhaps with the cell behind it
 * (`1,"1A2B","00AB",7` came unasked, `2,1,"1A2B","00AB",7` is an answer).
 */
export function statusOf(text: string): number | undefined {
  const [, first, second] = /^(\d{1,2})(?:,(\d{1,2}))?(?=,|\s*$)/.exec(text) ??
    /^(\d{1,2}),/.exec(text) ?? [];
  const status = second ?? first;
  return status === undefined ? undefined : Number(status);
}

/** Access technologies as `+COPS` numbers them (3GPP TS 27.007, section 7.3). */
const TECHNOLOGIES: Readonly<Record<number, string>> = {
  0: "GSM",
  1: "GSM",
  2: "UMTS",
  3: "EDGE",
  4: "HSPA",
  5: "HSPA",
  6: "HSPA",
  7: "LTE",
  8: "GSM",
  9: "NB-IoT",
  11: "NR",
  12: "NR",
  13: "LTE",
};

/** Name of an access technology; undefined for none that is known. */
export function technologyName(field: string | undefined): string | undefined {
  return /^\d+$/.test(field ?? "") ? TECHNOLOGIES[Number(field)] : undefined;
}

/** What the modem says about its networks. */
export class Registration {
  readonly #known = new Map<NetworkName, boolean>();

  /** Registered with one of them at least. */
  get registered(): boolean {
    return [...this.#known.values()].includes(true);
  }

  /** Whether it is LTE or later that the modem is registered with. */
  get isLte(): boolean {
    return this.#known.get("+CEREG") === true;
  }

  /** Takes a line; false when it tells nothing about a registration. */
  line(line: string): boolean {
    for (const name of NETWORKS) {
      const status = statusOf(afterName(line, name) ?? "");
      if (status === undefined) continue;
      this.#known.set(name, REGISTERED.has(status));
      return true;
    }
    return false;
  }

  /** Something came over the network. */
  heard(): void {
    this.#known.set("+CREG", true);
  }

  /** Nothing is known any more. */
  forget(): void {
    this.#known.clear();
  }
}
