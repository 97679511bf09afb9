/** Keeps plugins from outside alive: starts their process, again when it ends, and gives it up when it ends often. */
import type { Stop } from "../../hal/mod.ts";
import { SystemClock } from "../../hal/clock.ts";
import type { Plugin } from "../../runtime/contract/plugin.ts";
import { type Proxy, proxyOf } from "../../runtime/isolation/mod.ts";
import { PLUGIN_NEWS } from "../../runtime/owner/core_news.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { reasonOf } from "../usage_error.ts";
import type { Hello, HelloPart } from "./hello.ts";
import { type Limits, type Permissions, PluginProcess } from "./process.ts";
import { folderOf, readable } from "./place.ts";
import { pageTrouble } from "./pages.ts";
import type { HoldingClock, Module, VehicleName } from "./types.ts";

/** The folder of pages of a plugin that has none, as a single file. */
const NOWHERE = "nowhere:";

/** What keepers are made with. */
export interface KeeperOptions {
  readonly withCars?: boolean;
  readonly limits?: Partial<Limits>;
  /** Waits between two starts, ms; the last goes on. */
  readonly waits?: readonly number[];
}

/** A process with the permissions that its plugins have. */
type StartOptions = KeeperOptions & { readonly permissions?: Permissions };

const NOTHING: Permissions = { net: [], read: [] };
const WAITS = [1_000, 5_000, 15_000, 60_000];
/** Ends within `SPAN` after which a plugin is given up. */
const GIVE_UP = 5, SPAN = 3_600_000;
/** Lines of one minute that go into the log. */
const LINES = 100;
/** Time in which plugins have to come to their end when the program does, ms. */
const LAST_WORDS = 1000;

/** One process with the plugins of its modules. */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #proxies: Proxy[] = [];
  readonly #clock = new SystemClock();
  readonly #ends: number[] = [];
  #told: string;
  #process: PluginProcess;
  #runtime: Runtime | undefined;
  #stop: Stop = () => {};
  #closed = false;
  /** Who has its process now. */
  #heir: Keeper | undefined;
  /** End of the process that had no rights. */
  #before: Promise<unknown> | undefined;
  #minute = 0;
  #printed = 0;
  /** Sentences about parts of its modules that cannot be used. */
  readonly wrong: string[] = [];
  /** Types and names of the vehicles among what was to be loaded. */
  readonly vehicles: readonly VehicleName[];

  private constructor(
    readonly modules: readonly Module[],
    process: PluginProcess,
    hello: Hello,
    options: KeeperOptions,
  ) {
    this.#options = options;
    this.#process = process;
    this.#told = JSON.stringify(hello);
    this.vehicles = hello.parts.flatMap((part) =>
      "vehicle" in part ? [part.vehicle] : []
    );
    for (const part of hello.parts) {
      const where = this.#where(part);
      if ("vehicle" in part) continue;
      if ("trouble" in part) this.wrong.push(troubleText(part, where));
      else this.#proxies.push(this.#proxy(part, where));
    }
  }

  /**
   * Starts a process and has it load modules.
   * @throws Error with one sentence when one cannot be used
   */
  static async open(
    modules: readonly Module[],
    options: KeeperOptions = {},
  ): Promise<Keeper> {
    let keeper: Keeper | undefined;
    const process = start(modules, options, (guest, message) => {
      keeper?.receive(guest, message);
    });
    try {
      const hello = helloOf(await process.hello);
      if (!options.withCars && wantsCars(hello)) {
        process.end("it needs more");
        await process.ended;
        return await Keeper.open(modules, { ...options, withCars: true });
      }
      return keeper = new Keeper(modules, process, hello, options);
    } catch (error) {
      process.end("it was not wanted");
      await process.ended;
      throw new Error(
        error instanceof TypeError
          ? reasonOf(error)
          : `Plugin ${namesOf(modules)} cannot be loaded: ${reasonOf(error)}`,
      );
    }
  }

  /**
   * The same, where nothing may be wrong.
   * @throws Error with one sentence when any part cannot be used
   */
  static async openWhole(
    modules: readonly Module[],
    options: KeeperOptions = {},
  ): Promise<Keeper> {
    const keeper = await Keeper.open(modules, options), [why] = keeper.wrong;
    if (why === undefined) return keeper;
    await keeper.close();
    throw new Error(why);
  }

  /** What stands for the plugins in the program. */
  get plugins(): readonly Plugin[] {
    return this.#proxies.map(({ plugin }) => plugin);
  }

  /** Its vehicle types, as text. */
  get types(): string {
    return this.vehicles.map(({ type }) => type).sort().join(", ");
  }

  /** Why its plugins are not there; undefined while they are. */
  get absence(): string | undefined {
    return this.#proxies.find(({ remote }) => !remote.isThere)?.remote.absence;
  }

  /** Folders and files of its modules. */
  get folders(): readonly string[] {
    return this.modules.flatMap((module) => readable(module) ?? []);
  }

  /** Bytes of memory that the process uses; undefined where that cannot be told. */
  get memory(): number | undefined {
    return this.#process.memory;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Frames that its plugins were too slow for. */
  get dropped(): number {
    return this.#proxies.reduce((sum, { remote }) => sum + remote.dropped, 0);
  }

  /** Puts the plugins to work. */
  attach(runtime: Runtime, clock: HoldingClock): void {
    this.#runtime = runtime;
    for (const { plugin, remote } of this.#proxies) {
      const { id } = plugin;
      remote.attach({
        clock,
        hold: (work) => clock.hold?.(work),
        fault: (where, error) => {
          const loaded = runtime.host.find(id);
          if (loaded) runtime.host.fault(loaded, where, error);
        },
        print: (text) => this.#print(runtime, id, text),
      });
    }
    const begun = this.#begin();
    clock.hold?.(begun);
  }

  /** The process was loaded without any right, to hear what it asks for; now it gets them. */
  async #begin(): Promise<void> {
    const { net, read } = this.#permissions();
    if (net.length + read.length === 0) {
      this.#live(this.#process);
      return this.#connect();
    }
    this.#process.end("it gets its rights");
    this.#before = this.#process.ended;
    await this.#again();
  }

  /** What its plugins may do, once they are put to work. */
  #permissions(): Permissions {
    const all = this.#proxies.map(({ plugin }) => plugin.permissions ?? {});
    return {
      net: all.flatMap(({ net = [] }) => net),
      read: all.flatMap(({ read = [] }) => read),
    };
  }

  /** Hands on what a plugin prints, as long as it is not too much of it. */
  #print({ options: { log } }: Runtime, id: string, text: string): void {
    const minute = Math.floor(this.#clock.monotonic() / 60_000);
    if (minute !== this.#minute) this.#printed = 0;
    this.#minute = minute;
    this.#printed++;
    if (this.#printed < LINES) log("info", `plugin ${id}: ${text}`);
    else if (this.#printed === LINES) {
      log("info", `plugin ${id} prints more than ${LINES} lines a minute`);
    }
  }

  /** Takes in what a guest tells. */
  receive(guest: number, message: Parameters<Proxy["remote"]["receive"]>[0]) {
    const { remote } = (this.#heir ?? this).#proxies[guest] ?? {};
    remote?.receive(message);
  }

  /** Whether another one declares the very same. */
  isLike(other: Keeper): boolean {
    return this.#told === other.#told;
  }

  /**
   * Goes on with the process of another one that declares the same, as its modules were changed; what is
   * known of the plugins stays.
   */
  async adopt(fresh: Keeper): Promise<void> {
    for (const { remote } of this.#proxies) if (remote.isThere) remote.leave();
    await this.settle();
    this.#stop();
    const before = this.#process;
    this.#process = fresh.#process;
    fresh.#heir = this;
    fresh.#closed = true;
    for (const { plugin: { id }, remote } of this.#proxies) {
      remote.lost(`plugin ${id} is loaded anew`);
    }
    before.end("it was loaded anew");
    this.#ends.length = 0;
    await before.ended;
    await this.#begin();
  }

  /** Resolves when the plugins have taken in all that they were told, or do not do so in time. */
  async settle(): Promise<void> {
    const late = Promise.withResolvers<void>();
    const stop = this.#clock.after(LAST_WORDS, late.resolve);
    const idle = this.#proxies.map(({ remote }) => remote.idle());
    await Promise.race([Promise.all(idle), late.promise]);
    stop();
  }

  /** Ends the process, for good. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stop();
    this.#process.end("the program ends");
    await Promise.all([this.#process.ended, this.#before]);
  }

  // ---- one process after the other -------------------------------------------

  #connect(): void {
    const process = this.#process;
    process.watch(() =>
      this.#proxies.reduce((sum, { remote }) => sum + remote.behind, 0)
    );
    this.#proxies.forEach(({ remote }, guest) =>
      remote.connect((message) => process.send(guest, message))
    );
  }

  #live(process: PluginProcess): void {
    process.ended.then((why) => {
      if (this.#closed || process !== this.#process) return;
      this.#lost(why);
    });
  }

  #lost(why: string): void {
    const now = this.#clock.monotonic();
    this.#ends.push(now);
    const recent = this.#ends.filter((at) => now - at < SPAN).length;
    const isOver = recent >= GIVE_UP;
    for (const { plugin: { id }, remote } of this.#proxies) {
      const told = isOver
        ? `Plugin ${id} ended ${recent} times within an hour and is given up, the last time since ${why}`
        : `Plugin ${id} was ended: ${why}. It is started again`;
      remote.lost(
        `plugin ${id} ${isOver ? "is given up" : "was ended"}: ${why}`,
      );
      this.#tell(id, told, isOver || recent === 1);
    }
    if (isOver) return;
    const { waits = WAITS } = this.#options;
    const wait = waits[Math.min(recent, waits.length) - 1] ?? 0;
    this.#stop = this.#clock.after(wait, () => void this.#again());
  }

  #tell(id: string, text: string, owner: boolean): void {
    this.#runtime?.options.log("error", "plugin ended", { plugin: id, text });
    if (owner) this.#runtime?.notify(`core.plugin.${id}`, PLUGIN_NEWS, text);
  }

  async #again(): Promise<void> {
    try {
      const process = start(
        this.modules,
        { ...this.#options, permissions: this.#permissions() },
        (guest, message) => {
          if (process === this.#process) this.receive(guest, message);
        },
      );
      this.#process = process;
      this.#live(process);
      const hello = await process.hello;
      if (JSON.stringify(hello) !== this.#told) {
        return process.end("its files were changed: RELOAD takes them in");
      }
      if (!this.#closed) this.#connect();
    } catch (error) {
      // A process that ended before it said anything is told where it ended.
      this.#runtime?.options.log("debug", "plugin not started", {
        error: reasonOf(error),
      });
    }
  }

  #module(part: HelloPart): Module {
    const module = this.modules[part.module];
    if (module) return module;
    throw new TypeError("the process loaded what nobody wanted");
  }

  #where(part: HelloPart): string {
    return `Plugin ${this.#module(part).name}`;
  }

  #proxy(part: HelloPart, where: string): Proxy {
    const module = this.#module(part);
    if (!("declaration" in part)) throw new TypeError(`${where}: is a vehicle`);
    const proxy = proxyOf(part.declaration, where);
    const trouble = pageTrouble(
      proxy.plugin.pages,
      folderOf(module) ?? NOWHERE,
    );
    if (trouble !== undefined) throw new TypeError(`${where}: ${trouble}`);
    return proxy;
  }
}

function troubleText({ trouble }: { trouble: unknown }, where: string): string {
  const text = String(trouble).replace(/^Plugin it/, where);
  return text.startsWith(where) ? text : `${where}: ${text}`;
}

function start(
  modules: readonly Module[],
  { permissions = NOTHING, limits, withCars = false }: StartOptions,
  receive: ConstructorParameters<typeof PluginProcess>[1],
): PluginProcess {
  const own = modules.flatMap((module) => readable(module) ?? []);
  return new PluginProcess({
    modules: modules.map(({ specifier }) => specifier),
    permissions: { ...permissions, read: [...own, ...permissions.read] },
    withCars,
    lock: modules.find(({ lock }) => lock !== undefined)?.lock,
    ...limits && { limits },
  }, receive);
}

function namesOf(modules: readonly Module[]): string {
  return modules.map(({ name }) => name).join(", ");
}

/** Whether it failed since a module imports what makes plugins of cars, which few do. */
function wantsCars({ parts }: Hello): boolean {
  return parts.some((part) =>
    "trouble" in part &&
    /read access to .*plugins\/car\.[jt]s/.test(part.trouble)
  );
}

/** The first line may be anything. */
function helloOf(value: unknown): Hello {
  const parts = typeof value === "object" && value !== null && "parts" in value
    ? value.parts
    : undefined;
  if (!Array.isArray(parts)) {
    throw new Error("it did not say what it brings");
  }
  return { parts };
}
