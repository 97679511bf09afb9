import * as v from "valibot";
import type { Store } from "../../hal/mod.ts";
import type { ParamInfo } from "../contract/handles.ts";
import { CommandError } from "../contract/plugin.ts";

/** Longest value of a parameter. */
export const VALUE_LENGTH = 31;
/** Parameters that mirror the features 8 to 15. */
export const FEATURE_MIRROR = 16;

/** What a parameter may be: text in, the text that is stored out. */
type Rule = v.GenericSchema<string, string>;

type Entry = readonly [
  name: string,
  summary: string,
  rule: Rule,
  fallback?: string,
  secret?: "secret",
];

/** A text of a form. */
const formed = (pattern: RegExp, expected: string): Rule =>
  v.pipe(
    v.string(),
    v.regex(pattern, `expected ${expected}`),
    v.description(expected),
  );
/** The same in upper case, as which it is stored. */
const upper = (pattern: RegExp, expected: string): Rule =>
  v.pipe(
    v.string(),
    v.toUpperCase(),
    v.regex(pattern, `expected ${expected}`),
    v.description(expected),
  );
/** One of some texts, in any case; stored in upper case. */
const oneOf = (texts: readonly string[], expected: string): Rule =>
  v.pipe(
    v.string(),
    v.toUpperCase(),
    v.picklist(texts, `expected ${expected}`),
    v.description(expected),
  );
const any: Rule = v.string();
/** A feature: the original reads the digits that a text begins with. */
const featureText: Rule = v.pipe(
  formed(/^(\d|$)/, "a number from 0 to 255"),
  v.check(
    (text) => Number.parseInt(text || "0", 10) <= 255,
    "expected a number from 0 to 255",
  ),
);

/** All parameters, in the order of their numbers. */
const table: readonly Entry[] = [
  [
    "registered phone",
    "Phone number of the owner, as the network reports it",
    formed(
      /^(NOPHONE|(?=(.*\d){3})\+?[\d(*#][\d ()/*#-]*)$/,
      "a phone number",
    ),
    "NOPHONE",
    "secret",
  ],
  [
    "module password",
    "Password of SMS commands; key of paranoid mode",
    formed(/^\S{4,22}$/, "4 to 22 characters without blanks"),
    "OVMS",
    "secret",
  ],
  [
    "units",
    "K for kilometres, M for miles",
    oneOf(["K", "M", ""], "K or M"),
    "K",
  ],
  [
    "notifications",
    "Channels of notices: SMS, IP, SMSIP, or - for none",
    upper(/^(-|((SMS|IP)[, +]?)*)$/, "SMS, IP, SMSIP or - for none"),
  ],
  [
    "server",
    "Name or address of the OVMS server",
    formed(/^[\w.:[\]-]*$/, "a name or an address"),
  ],
  ["APN", "Access point of the modem's own data connection; only stored", any],
  [
    "APN user",
    "User of the modem's own data connection; only stored",
    any,
  ],
  [
    "APN password",
    "Password of the modem's own data connection; only stored",
    any,
    "",
    "secret",
  ],
  ["vehicle id", "Name of the vehicle at the server", any],
  [
    "server password",
    "Shared secret of the server protocol",
    any,
    "",
    "secret",
  ],
  [
    "paranoid mode",
    "P encrypts the messages for the apps only, - does not",
    oneOf(["P", "-", ""], "P, or - for off"),
  ],
  ["group 1", "Group that sees the position; empty for none", any],
  ["group 2", "Second group", any],
  ["GSM lock", "Operator that the modem has to use; empty for any", any],
  ["vehicle type", "Type of the vehicle, such as RT; empty for none", any],
  ...Array.from(
    { length: 9 },
    (_, i): Entry => [`free ${15 + i}`, "Not used", any],
  ),
  ...Array.from(
    { length: 8 },
    (_, i): Entry => [
      `feature ${8 + i}`,
      `Text of feature ${8 + i}`,
      featureText,
    ],
  ),
];

/** What each parameter is. */
export const parameters: readonly ParamInfo[] = table.map((
  [name, summary, _, fallback = "", secret],
  number,
) => ({
  number,
  name,
  summary,
  fallback,
  secret: secret === "secret",
}));

/** Numbers of the parameters that the core itself reads. */
export const PARAM = {
  phone: 0,
  password: 1,
  units: 2,
  notifications: 3,
  server: 4,
  vehicleId: 8,
  serverPassword: 9,
  paranoid: 10,
  group1: 11,
  group2: 12,
  operator: 13,
  vehicleType: 14,
} as const;

/** What the web console calls values of parameters that are one of some, by number and value. */
export const parameterLabels: Readonly<
  Record<number, Readonly<Record<string, string>>>
> = {
  [PARAM.units]: { K: "kilometres", M: "miles" },
  [PARAM.paranoid]: { P: "for the apps only", "-": "not encrypted" },
};

/** Mirrors feature 15, the write gate of the car's bus. */
const GATE = FEATURE_MIRROR + 15;

const SECTION = "params";
const MASKED = "***";

/** Whether a parameter can have a value. */
export function fitsParameter(number: number, value: string): boolean {
  const rule = table[number]?.[2];
  return rule !== undefined && unstorable(value) === undefined &&
    v.is(rule, value);
}

/** A closed write gate of which the store knows nothing. */
export interface UnstoredGate {
  readonly value: string;
  /** Link and principal. */
  readonly who: string;
}

/** The parameters: texts by number, durable, each change in the journal. */
export class Params {
  readonly #values = new Map<number, string>();
  readonly #watchers = new Set<(numbers: ReadonlySet<number>) => void>();
  #unstored: UnstoredGate | undefined;
  #reserved: Readonly<Record<number, string>> = {};

  /** @param types vehicle types that there are; without any, all are taken */
  constructor(readonly store: Store, readonly types: readonly string[] = []) {
    for (const [key, value] of store.entries(SECTION)) {
      this.#values.set(Number(key), value);
    }
  }

  /**
   * The value; its default while it was never set, empty for a number that does not exist and for one
   * that the vehicle has for itself.
   */
  get(number: number): string {
    if (this.#reserved[number] !== undefined) return "";
    return this.#values.get(number) ?? parameters[number]?.fallback ?? "";
  }

  /**
   * Takes the parameters that the present vehicle has for itself, in place of those of the former one;
   * what was stored in them is kept and comes back with another vehicle.
   * @param numbers with what to do instead of setting them
   */
  reserve(numbers: Readonly<Record<number, string>>): void {
    this.#reserved = numbers;
  }

  /** What a parameter may be, as a schema over the text as it is stored. */
  schema(number: number): v.GenericSchema<string, string> {
    const types = number === PARAM.vehicleType ? this.types : [];
    return types.length > 0
      ? oneOf([...types, ""], `${types.join(", ")}, or nothing`)
      : table[number]?.[2] ?? any;
  }

  /** Whether a parameter can have a value. */
  fits(number: number, value: string): boolean {
    return fitsParameter(number, value);
  }

  /** Gives parameters values for this run only: nothing is stored. */
  assume(values: ReadonlyMap<number, string>): void {
    this.#take(
      [...values].map(([number, value]) =>
        [number, this.#checked(number, value)] as const
      ),
    );
  }

  /**
   * Sets some parameters, all or none; those that keep their value are left alone.
   * @param who link and principal, for the journal
   * @throws CommandError with a sentence when a number does not exist or a value cannot be stored; with a
   * RangeError as its cause when the parameter cannot have the value
   */
  set(values: ReadonlyMap<number, string>, who: string): void {
    const checked = [...values].map(([number, value]) =>
      [number, this.#checked(number, value)] as const
    );
    const changed = checked.filter(([number, value]) =>
      this.get(number) !== value || number === GATE && this.#unstored
    );
    if (changed.length === 0) return;
    try {
      this.#write(changed, who);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CommandError(
        this.#closesGate(changed, who)
          ? `Writing to the car is ${
            bits(this.get(GATE)) === 0 ? "off" : "restricted"
          } now, but that could not be stored: ${reason}. A restart would allow it again`
          : `Nothing was changed: ${reason}`,
      );
    }
    if (changed.some(([number]) => number === GATE)) this.#unstored = undefined;
    this.#take(changed);
  }

  /**
   * Closing the write gate holds at once, whatever the store says; whether that was asked for. Bits that
   * are only taken away close it as well, where a vehicle has a meaning of its own for each.
   */
  #closesGate(
    changed: readonly (readonly [number: number, value: string])[],
    who: string,
  ): boolean {
    const closing = changed.filter(([number, value]) =>
      number === GATE && (bits(value) & ~bits(this.get(GATE))) === 0
    );
    const [[, value] = []] = closing;
    if (value === undefined) return false;
    this.#unstored = { value, who };
    this.#take(closing);
    return true;
  }

  /** Takes over what somebody else put into the store for some parameters, as a restored backup. */
  reload(numbers: Iterable<number>): void {
    const stored = this.store.entries(SECTION);
    const changed = [...numbers].flatMap((number) => {
      const value = stored.get(String(number));
      return value === undefined || value === this.get(number)
        ? []
        : [[number, value] as const];
    });
    if (changed.some(([number]) => number === GATE)) this.#unstored = undefined;
    this.#take(changed);
  }

  /** A closing of the write gate that the store did not take: a restart would open it. */
  get unstored(): UnstoredGate | undefined {
    return this.#unstored;
  }

  /** Tries to store it; whether it is stored. */
  storeAgain(): boolean {
    if (!this.#unstored) return true;
    const { value, who } = this.#unstored;
    try {
      this.#write([[GATE, value]], who);
    } catch {
      return false;
    }
    this.#unstored = undefined;
    return true;
  }

  #take(changed: readonly (readonly [number: number, value: string])[]): void {
    if (changed.length === 0) return;
    for (const [number, value] of changed) this.#values.set(number, value);
    const numbers = new Set(changed.map(([number]) => number));
    for (const watcher of this.#watchers) watcher(numbers);
  }

  /** The text that is stored for a value; one that is there already may stay, whatever it is. */
  #checked(number: number, value: string): string {
    const rule = table[number]?.[2];
    if (!rule) {
      throw new CommandError(
        `There is no parameter ${number}: expected 0 to ${table.length - 1}`,
      );
    }
    if (value === this.get(number)) return value;
    const instead = this.#reserved[number];
    if (instead !== undefined) {
      throw new CommandError(`Parameter ${number} is not set: ${instead}`);
    }
    const bad = unstorable(value);
    if (bad !== undefined) {
      throw new CommandError(`The value of parameter ${number} ${bad}`);
    }
    const parsed = v.safeParse(rule, value);
    const why = parsed.issues?.[0].message ??
      (number === PARAM.vehicleType ? this.#unknownType(value) : undefined);
    if (why === undefined && parsed.success) {
      return number === PARAM.vehicleType ? value.toUpperCase() : parsed.output;
    }
    throw new CommandError(
      `Parameter ${number} (${table[number]?.[0]}) cannot be that: ${why}`,
      { cause: new RangeError(why) },
    );
  }

  #unknownType(value: string): string | undefined {
    const { types } = this;
    const fits = types.length === 0 || value === "" ||
      types.includes(value.toUpperCase());
    return fits ? undefined : `expected ${types.join(", ")}, or nothing`;
  }

  #write(
    changed: readonly (readonly [number: number, value: string])[],
    who: string,
  ): void {
    this.store.atomically(() => {
      this.store.put(
        SECTION,
        Object.fromEntries(
          changed.map(([number, value]) => [String(number), value]),
        ),
      );
      for (const [number, value] of changed) this.#journal(number, value, who);
    });
  }

  #journal(number: number, value: string, who: string): void {
    const shown = (text: string) => parameters[number]?.secret ? MASKED : text;
    this.store.journal({
      who,
      what: number < FEATURE_MIRROR + 8 ? "param" : "feature",
      key: String(
        number < FEATURE_MIRROR + 8 ? number : number - FEATURE_MIRROR,
      ),
      old: shown(this.get(number)),
      new: shown(value),
    });
  }

  /** Runs after each change with the numbers that changed; returns what ends that. */
  watch(watcher: (numbers: ReadonlySet<number>) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
}

/** A feature's number, as its text begins. */
function bits(text: string): number {
  return Number.parseInt(text, 10) || 0;
}

/** What keeps any parameter from having a value. */
function unstorable(value: string): string | undefined {
  if (value.length > VALUE_LENGTH) {
    return `is too long: at most ${VALUE_LENGTH} characters`;
  }
  // deno-lint-ignore no-control-regex
  return /[\x00-\x1f\x7f]/.test(value) || !value.isWellFormed()
    ? "has a character that cannot be stored"
    : undefined;
}
