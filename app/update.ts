/** Looks once a day whether there is a newer version, where the owner names whom to ask. */
import * as v from "valibot";
import type { Clock } from "../hal/mod.ts";
import type { Log } from "../runtime/log.ts";
import { VERSION } from "../runtime/version.ts";
import { reasonOf } from "./usage_error.ts";

const HOUR = 3_600_000, DAY = 24 * HOUR;
/** Longest answer that is read, bytes, and longest time for it, ms. */
const LONGEST = 200_000, PATIENCE = 20_000;

const answer = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+/)) }),
);

/** What it is made from. */
export interface UpdateOptions {
  readonly clock: Clock;
  /** Whom to ask; empty for nobody. */
  readonly url: () => string;
  readonly log: Log;
  /** Asks; for tests. */
  readonly request?: typeof fetch;
  /** Version of this program; for tests. */
  readonly version?: string;
}

/** The look for newer versions. */
export class UpdateLook {
  readonly #options: UpdateOptions;
  readonly #stop: () => void;
  #newest = "";
  #askedAt = -Infinity;
  /** Whom the newest version is from. */
  #from = "";

  constructor(options: UpdateOptions) {
    this.#options = options;
    this.#stop = options.clock.every(HOUR, () => void this.look());
  }

  /** A newer version than this one; undefined where there is none, or nobody was asked. */
  get newer(): string | undefined {
    const { url, version = VERSION } = this.#options;
    return url() !== "" && url() === this.#from &&
        isNewer(this.#newest, version)
      ? this.#newest
      : undefined;
  }

  /** Asks, if it is time to; a network that is not there is tried again the next hour. */
  async look(): Promise<void> {
    const { clock, url, log, request = fetch } = this.#options;
    const address = url(), now = clock.monotonic();
    const isEarly = address === this.#from && now - this.#askedAt < DAY;
    if (address === "" || isEarly) return;
    try {
      const response = await request(address, {
        redirect: "error",
        headers: { accept: "application/json" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      const text = await response.text();
      if (!response.ok || text.length > LONGEST) {
        throw new Error(`answered ${response.status}, ${text.length} bytes`);
      }
      this.#newest = v.parse(answer, text).version;
      this.#from = address;
      this.#askedAt = now;
    } catch (error) {
      log("info", "newer versions could not be asked for", {
        error: reasonOf(error),
      });
    }
  }

  close(): void {
    this.#stop();
  }
}

/** Whether a version is newer, by its three numbers. */
function isNewer(version: string, than: string): boolean {
  const numbers = (text: string) => text.split(/[.+-]/).slice(0, 3).map(Number);
  const [left, right] = [numbers(version), numbers(than)];
  const at = left.findIndex((number, k) => number !== right[k]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}
