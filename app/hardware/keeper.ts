/**
 * Devices that the owner chooses while the program runs: the new one is opened beside the old one, and
 * takes its place when it works, or when the old one does not. One that does not answer leaves the old
 * one where it is. Flags and environment still win, and nothing is sent to a bus for it.
 */
import type { Clock, Store } from "../../hal/mod.ts";
import { pause } from "../../hal/pause.ts";
import type { Candidate } from "../../hal/places.ts";
import type { Log } from "../../runtime/log.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { reasonOf } from "../usage_error.ts";
import { type Chosen, type ChosenDevice, chosenDevices } from "./chosen.ts";
import type { Devices } from "./devices.ts";
import type { HardwareFlags } from "./settings.ts";
import { isSame, shareDoor, type Wish, wishesOf } from "./wishes.ts";

/** How long a new device may take to show that it works, ms: a modem looks for its SIM card first. */
const PATIENCE: Readonly<Record<Wish["kind"], number>> = {
  can: 6000,
  modem: 40_000,
  gps: 12_000,
  supply: 5000,
};
/** Between two looks at it, ms. */
const LOOK = 200;
/** A controller that is worked on keeps its bus, ms between two looks whether it still is. */
const BUSY = 1000;
const PREFIX = "devices.";

/** What keeps devices. */
export interface KeeperOptions {
  /** Devices as flags and environment name them, which win. */
  readonly given: HardwareFlags;
  /** What the program began with. */
  readonly chosen: Chosen;
  readonly devices: Devices;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly runtime: Pick<Runtime, "attachDevices" | "busy" | "settings">;
  /** How long a new device may take to show that it works, by its kind, ms. */
  readonly patience?: Readonly<Record<Wish["kind"], number>>;
}

/** How a device came to be what it is. */
export interface KeptDevice extends ChosenDevice {
  /** The chosen one is being opened beside it. */
  readonly tried: boolean;
  /** Why the chosen one is not used; undefined where it is, or counts from the next start on. */
  readonly why: string | undefined;
  /** Whether what is chosen counts only from the next start on. */
  readonly later: boolean;
}

/** Keeps the devices as they are chosen. */
export class DeviceKeeper {
  readonly #options: KeeperOptions;
  readonly #present = new Map<string, Wish>();
  /** Wishes that did not work, with the reason. */
  readonly #failed = new Map<
    string,
    { readonly wish: Wish; readonly why: string }
  >();
  #chosen: Chosen;
  #leftOut: readonly string[];
  /** The place at which a device is being tried. */
  #trying: string | undefined;
  #work: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();
  readonly #unwatch: () => void;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#chosen = options.chosen;
    this.#leftOut = options.chosen.leftOut;
    for (const wish of wishesOf(options.chosen.hardware)) {
      this.#present.set(wish.place, wish);
    }
    this.#unwatch = options.runtime.settings.watch((name) => {
      if (name.startsWith(PREFIX)) this.#follow();
    });
  }

  /** What the program runs with. */
  get hardware(): Chosen["hardware"] {
    return this.#chosen.hardware;
  }

  /** All kinds of devices. */
  get devices(): readonly KeptDevice[] {
    const { chosen: { hardware, devices: begun } } = this.#options;
    return this.#chosen.devices.map(({ name, given, used }) => {
      if (!this.#canChange(name)) {
        const { used = "" } = begun.find((one) => one.name === name) ?? {};
        return {
          name,
          given,
          used: name in hardware ? used : "",
          tried: false,
          why: undefined,
          later: given === undefined,
        };
      }
      const failed = [...this.#failed.values()].filter(({ wish }) =>
        wish.kind === name
      );
      return {
        name,
        given,
        used: given === undefined ? this.#textOf(name) : used,
        tried: this.#trying !== undefined && kindOf(this.#trying) === name,
        why: failed.map(({ wish, why }) => `${wish.text}: ${why}`)
          .join("; ") || undefined,
        later: false,
      };
    });
  }

  /** Sentences about what is left out. */
  get leftOut(): readonly string[] {
    return [
      ...this.#leftOut,
      ...[...this.#failed.values()].map(({ wish: { place, text }, why }) =>
        this.#present.has(place)
          ? `The device "${place}" stays as it was: ${text} does not work, ${why}`
          : `The device "${place}" does not work: ${text}, ${why}`
      ),
    ];
  }

  /** Ends what is under way, and waits for it. */
  async close(): Promise<void> {
    this.#unwatch();
    this.#closing.abort();
    await this.#work;
  }

  /** Resolves when what was chosen up to now is decided. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** The guard of the 12 V battery and the console of the diagnostics mode begin at the start only; so does what is simulated. */
  #canChange(name: ChosenDevice["name"]): boolean {
    const { given } = this.#options;
    return name !== "diag" && !given.simulate &&
      !(name === "supply" && given["shutdown-below"] !== undefined);
  }

  #textOf(name: string): string {
    return [...this.#present.values()].filter(({ kind }) => kind === name)
      .map(({ text }) => text).join(" ");
  }

  #follow(): void {
    this.#work = this.#work.then(() => this.#change()).catch((error) =>
      this.#options.log("error", "device not changed", {
        error: reasonOf(error),
      })
    );
  }

  /** Makes the devices what is chosen now. */
  async #change(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const { given, store } = this.#options;
    this.#chosen = chosenDevices({ ...given, gateway: true }, store);
    this.#leftOut = this.#chosen.leftOut;
    const wanted = new Map(
      wishesOf(this.#chosen.hardware).filter(({ kind }) =>
        this.#canChange(kind)
      )
        .map((wish) => [wish.place, wish]),
    );
    for (const [place, { wish }] of this.#failed) {
      if (!isSame(wish, wanted.get(place))) this.#failed.delete(place);
    }
    for (const [place, wish] of this.#present) {
      if (!wanted.has(place) && this.#canChange(wish.kind)) {
        await this.#leave(wish);
      }
    }
    for (const wish of wanted.values()) {
      const before = this.#present.get(wish.place);
      const known = this.#failed.get(wish.place);
      if (isSame(before, wish) || known) continue;
      this.#trying = wish.place;
      try {
        await this.#exchange(before, wish);
      } finally {
        this.#trying = undefined;
      }
      if (this.#closing.signal.aborted) return;
    }
  }

  async #leave(wish: Wish): Promise<void> {
    await this.#idle(wish);
    this.#present.delete(wish.place);
    await this.#options.devices.clear(wish);
    this.#options.runtime.attachDevices();
    this.#options.log("info", "device removed", { name: wish.text });
  }

  async #exchange(before: Wish | undefined, wish: Wish): Promise<void> {
    const { devices, runtime, log } = this.#options;
    await this.#idle(wish);
    const keeps = before !== undefined && devices.works(wish.place);
    const shared = before !== undefined && shareDoor(before, wish);
    if (shared) await devices.clear(before);
    const candidate = await opened(() => devices.candidate(wish));
    const why = typeof candidate === "string"
      ? candidate
      : keeps
      ? await this.#trial(candidate, wish)
      : undefined;
    if (why === undefined && typeof candidate === "object") {
      await this.#idle(wish);
      await candidate.put();
      this.#present.set(wish.place, wish);
      this.#failed.delete(wish.place);
      runtime.attachDevices();
      log("info", "device chosen", { name: wish.text });
      return;
    }
    this.#failed.set(wish.place, { wish, why: why ?? "" });
    if (typeof candidate === "object") await candidate.drop();
    if (shared) await (await devices.candidate(before)).put();
    log("warning", "device not taken", { name: wish.text, why });
  }

  /** Looks at a new device until it works; why it does not, or undefined. */
  async #trial(
    candidate: Candidate,
    { kind }: Wish,
  ): Promise<string | undefined> {
    const { clock, patience = PATIENCE } = this.#options;
    const until = clock.monotonic() + patience[kind];
    while (!candidate.works()) {
      if (this.#closing.signal.aborted || clock.monotonic() >= until) {
        return candidate.why();
      }
      await this.#pause(LOOK);
    }
    return undefined;
  }

  /** A bus is not taken from under a controller that is worked on. */
  async #idle({ kind }: Wish): Promise<void> {
    const { runtime } = this.#options;
    while (
      kind === "can" && runtime.busy && !this.#closing.signal.aborted
    ) {
      await this.#pause(BUSY);
    }
  }

  async #pause(ms: number): Promise<void> {
    await pause(this.#options.clock, ms, this.#closing.signal);
  }
}

/** What opening gives: a device, or why there is none. */
async function opened(
  open: () => Promise<Candidate>,
): Promise<Candidate | string> {
  try {
    return await open();
  } catch (error) {
    return reasonOf(error);
  }
}

/** The kind of a place such as `can2`. */
const kindOf = (place: string) => place.replace(/\d+$/, "");
