import type { Handles } from "ovms-edge";
import {
  BLANK,
  EMPTY,
  type Profile,
  profileOf,
  profileText,
} from "../profile.ts";
import { Refused } from "../failure.ts";
import type { Base } from "./base.ts";
import type { MapValues } from "./power_map.ts";

type Memory = Pick<Handles["memory"], "get" | "put">;
type Params = Pick<Handles["params"], "get" | "set">;

/** Parameter with the number of the current profile. */
const CURRENT = 15;
/** Profiles with a number that can be stored; 0 is the delivered car. */
const NUMBERS = [1, 2, 3];
const KEY = {
  slot: "slot.",
  name: "name.",
  lock: "lock",
  underWay: "lock-under-way",
  valet: "valet",
} as const;

/** The controller as it is since the key was turned. */
export interface Login {
  /** 1018.02. */
  readonly type: number;
  readonly base: Base;
}

/** @throws Refused when the store takes nothing, such as on a full disk */
function stored(store: () => void): void {
  try {
    store();
  } catch {
    throw new Refused(
      "That cannot be stored",
      "See what is wrong with the disk of the gateway",
    );
  }
}

/**
 * The working set: what the controller is tuned to, as far as it is known; the stored profiles; and
 * whether the car is locked. What is stored throws `Refused` when it cannot be.
 */
export class Working {
  profile: Profile = EMPTY;
  /** Number of the profile whose part for driving is in the controller, and of the rest. */
  live = 0;
  base = 0;
  /** A profile was written to the controller since the program began. */
  applied = false;
  /** The working set is not what the profile of its number is. */
  unsaved = false;
  /** What the map was made of, as far as it is known since the start. */
  known: Partial<MapValues> = {};
  login: Login | undefined;
  /** Types and objects of other controllers than the backup's, of which the journal has an old value. */
  readonly noted: Set<string> = new Set();
  readonly #memory: Memory;
  readonly #params: Params;

  constructor(memory: Memory, params: Params) {
    this.#memory = memory;
    this.#params = params;
    this.live = this.base = this.current;
    this.profile = this.slot(this.live);
  }

  // ---- profiles ----------------------------------------------------------------

  /** Number of the current profile. */
  get current(): number {
    const number = Number(this.#params.get(CURRENT));
    return NUMBERS.includes(number) ? number : 0;
  }
  set current(number: number) {
    if (number === this.current) return;
    stored(() => this.#params.set(new Map([[CURRENT, String(number)]])));
  }

  /** Whether a profile can be stored under a number. */
  isSlot(number: number): boolean {
    return NUMBERS.includes(number);
  }

  /** A stored profile; one that is not there, or damaged, is empty. */
  slot(number: number): Profile {
    return profileOf(this.#memory.get(KEY.slot + number) ?? BLANK) ?? EMPTY;
  }

  /** A stored profile's text; 64 A for none. */
  slotText(number: number): string {
    return (this.#memory.get(KEY.slot + number) ?? BLANK).padEnd(64, "A");
  }

  /** What the owner calls a profile. */
  nameOf(number: number): string {
    return this.#memory.get(KEY.name + number) ?? `Profile ${number}`;
  }

  /** Calls a profile something; an empty name is none. */
  rename(number: number, name: string): void {
    this.#put({ [KEY.name + number]: name || undefined });
  }

  store(number: number, profile: Profile): void {
    this.#put({ [KEY.slot + number]: profileText(profile) });
    if (number === this.live) this.unsaved = true;
  }

  /** Stores the working set. */
  save(number: number): void {
    this.store(number, this.profile);
    this.current = this.live = this.base = number;
    this.unsaved = false;
  }

  // ---- lock ----------------------------------------------------------------------

  /** Greatest speed of the locked car, km/h; undefined: it is not locked. */
  get lockKph(): number | undefined {
    return this.#number(KEY.lock);
  }

  /** The request that is being carried out, such as `LOCK 20`, or was when the program before this one ended. */
  get lockUnderWay(): string | undefined {
    return this.#memory.get(KEY.underWay);
  }

  /** A lock is about to be set, or lifted, which is forgotten from then on. */
  beginLock(kph: number | undefined): void {
    this.#put(
      kph === undefined
        ? { [KEY.underWay]: "UNLOCK", [KEY.lock]: undefined }
        : { [KEY.underWay]: `LOCK ${kph}` },
    );
  }

  /** It is said what became of it: the car is locked like this. */
  endLock(kph: number | undefined): void {
    this.#put({ [KEY.underWay]: undefined, [KEY.lock]: kph?.toString() });
  }

  /** Odometer at which the car is locked, km; undefined: no valet mode. */
  get valetKm(): number | undefined {
    return this.#number(KEY.valet);
  }
  set valetKm(km: number | undefined) {
    this.#put({ [KEY.valet]: km?.toString() });
  }

  #put(changes: Parameters<Memory["put"]>[0]): void {
    stored(() => this.#memory.put(changes));
  }

  #number(key: string): number | undefined {
    const text = this.#memory.get(key);
    return text === undefined ? undefined : Number(text);
  }
}
