/** The processes of a run: which are there and which may run, and their change while the program runs. */
import type { Store } from "../../hal/mod.ts";
import { outside, type Outsider } from "../../plugins/outside/mod.ts";
import { CommandError, type Plugin } from "../../runtime/contract/plugin.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { admission } from "./admission.ts";
import { Grants } from "./grants.ts";
import { namesOf } from "./inside.ts";
import { Keeper, type KeeperOptions } from "./keeper.ts";
import { readable } from "./place.ts";
import { reloadApart, reloadInside, type Running } from "./reloading.ts";
import { shownApart, shownInside, shownLeftOut } from "./shown.ts";
import type {
  GrantWishes,
  HoldingClock,
  Insider,
  Module,
  Outside,
  VehicleName,
} from "./types.ts";

/** What comes in the place of what goes. */
const NOTHING = { plugins: [], vehicles: [] };

/** The processes of a run. */
export class Processes implements Outside {
  readonly #options: KeeperOptions;
  #keepers: readonly Keeper[];
  #admitted: readonly Keeper[];
  #attached: Running | undefined;
  #store: Store | undefined;
  /** Times that something inside was loaded. */
  #turn = 0;
  readonly insiders: Insider[] = [];
  readonly leftOut: VehicleName[] = [];
  readonly verbs: Plugin = outside({
    list: () => this.list(),
    reload: (id) => this.reload(id),
  });

  constructor(keepers: readonly Keeper[], options: KeeperOptions) {
    this.#keepers = this.#admitted = keepers;
    this.#options = options;
  }

  get folders(): readonly string[] {
    return [
      ...this.#admitted.flatMap((keeper) => keeper.folders),
      ...this.insiders.flatMap(({ module }) => readable(module) ?? []),
    ];
  }

  get plugins(): readonly Plugin[] {
    return this.#keepers.flatMap(({ plugins }) => plugins);
  }

  admit(store: Store, wishes: GrantWishes) {
    this.#store = store;
    const { insiders, leftOut: vehicles } = this;
    const { admitted, leftOut, unknown } = admission(
      store,
      { keepers: this.#keepers, insiders, leftOut: vehicles },
      wishes,
    );
    this.#admitted = admitted;
    // Who may not run is not needed any more.
    void closed(this.#keepers.filter((keeper) => !admitted.includes(keeper)));
    const plugins = admitted.flatMap(({ plugins }) => plugins);
    return { plugins, leftOut, unknown };
  }

  list(): readonly Outsider[] {
    const grants = this.#store && new Grants(this.#store);
    return [
      ...this.#keepers.flatMap((keeper) =>
        shownApart(keeper, this.#admitted.includes(keeper), grants)
      ),
      ...this.insiders.flatMap(shownInside),
      ...this.leftOut.map(shownLeftOut),
    ];
  }

  attach(runtime: Runtime, clock: HoldingClock): void {
    this.#attached = { runtime, clock };
    for (const keeper of this.#admitted) keeper.attach(runtime, clock);
  }

  async add(module: Module): Promise<void> {
    const fresh = await Keeper.openWhole([module], this.#options);
    try {
      if (fresh.vehicles.length > 0) {
        throw new CommandError(
          `It brings vehicle types (${fresh.types}): they are there from the next start on`,
        );
      }
      const ids = new Set(fresh.plugins.map(({ id }) => id));
      const before = this.#keepers.filter(({ plugins }) =>
        plugins.some(({ id }) => ids.has(id))
      );
      await this.#replace(before, fresh);
    } catch (error) {
      await fresh.close();
      throw error;
    }
  }

  async regrant(id: string): Promise<void> {
    const keeper = this.#keepers.find(({ plugins }) =>
      plugins.some((plugin) => plugin.id === id)
    );
    if (!keeper) {
      throw new CommandError(
        `No plugin in a process of its own is called ${id}`,
      );
    }
    const runs = this.#admitted.includes(keeper);
    const may = this.#mayRun(keeper);
    if (runs === may) return;
    if (!may) {
      this.#running.runtime.exchange(
        { plugins: keeper.plugins, vehicles: [] },
        NOTHING,
      );
      this.#admitted = this.#admitted.filter((one) => one !== keeper);
      return await ended([keeper]);
    }
    const fresh = await Keeper.openWhole(keeper.modules, this.#options);
    try {
      await this.#replace([keeper], fresh);
    } catch (error) {
      await fresh.close();
      throw error;
    }
  }

  async drop(id: string): Promise<void> {
    const gone = this.#keepers.filter(({ plugins }) =>
      plugins.some((plugin) => plugin.id === id)
    );
    await this.#replace(gone, undefined);
  }

  /** Puts a process in the place of others; one that may not run is only listed. */
  async #replace(
    before: readonly Keeper[],
    fresh: Keeper | undefined,
  ): Promise<void> {
    const { runtime, clock } = this.#running;
    const left = before.filter((keeper) => this.#admitted.includes(keeper));
    const runs = fresh !== undefined && this.#mayRun(fresh);
    const verbs = runtime.host.find(this.verbs.id) ? [] : [this.verbs];
    runtime.exchange(
      { plugins: left.flatMap(({ plugins }) => plugins), vehicles: [] },
      { plugins: [...runs ? fresh.plugins : [], ...verbs], vehicles: [] },
    );
    const others = (all: readonly Keeper[]) =>
      all.filter((keeper) => !before.includes(keeper));
    this.#keepers = [...others(this.#keepers), ...fresh ? [fresh] : []];
    this.#admitted = [...others(this.#admitted), ...runs ? [fresh] : []];
    if (runs) fresh.attach(runtime, clock);
    else await fresh?.close();
    await ended(left);
  }

  get #running() {
    if (this.#attached) return this.#attached;
    throw new Error("nothing runs yet");
  }

  #mayRun({ plugins }: Keeper): boolean {
    const grants = new Grants(this.#running.runtime.options.hal.store);
    return plugins.every((plugin) => grants.missing(plugin).length === 0);
  }

  async reload(id?: string): Promise<readonly string[]> {
    const is = (name: string) => id === undefined || name === id;
    const apart = this.#admitted.filter(({ plugins }) =>
      plugins.some((plugin) => is(plugin.id))
    );
    const inside = this.insiders.filter((one) => namesOf(one).some(is));
    if (apart.length + inside.length === 0) {
      const known = [
        ...this.#admitted.flatMap(({ plugins }) => plugins.map(({ id }) => id)),
        ...this.insiders.flatMap(namesOf),
      ].join(", ") || "nothing";
      throw new CommandError(
        id === undefined
          ? "Nothing from outside is loaded"
          : `Nothing from outside is called ${id}: there is ${known}`,
      );
    }
    const work = this.#reloadAll(apart, inside);
    // A simulated minute is over before a process has started.
    this.#attached?.clock.hold?.(work);
    return await work;
  }

  async #reloadAll(
    apart: readonly Keeper[],
    inside: readonly Insider[],
  ): Promise<readonly string[]> {
    const running = () => this.#running;
    const said = await Promise.all(
      apart.map((keeper) =>
        reloadApart(
          keeper,
          this.#options,
          running,
          (fresh) => this.#swap(keeper, fresh),
        )
      ),
    );
    // One after the other: each starts the vehicle side again.
    for (const insider of inside) {
      said.push(await reloadInside(insider, ++this.#turn, running));
    }
    return said;
  }

  #swap(keeper: Keeper, fresh: Keeper): void {
    const swapped = (all: readonly Keeper[]) =>
      all.map((one) => one === keeper ? fresh : one);
    this.#keepers = swapped(this.#keepers);
    this.#admitted = swapped(this.#admitted);
  }

  async settle(): Promise<void> {
    await Promise.all(this.#admitted.map((keeper) => keeper.settle()));
  }

  close(): Promise<void> {
    return closed(this.#keepers);
  }
}

/** Ends processes. */
export async function closed(keepers: readonly Keeper[]): Promise<void> {
  await Promise.all(keepers.map((keeper) => keeper.close()));
}

/** Ends processes when their plugins have taken in that they are to stop. */
async function ended(keepers: readonly Keeper[]): Promise<void> {
  await Promise.all(keepers.map((keeper) => keeper.settle()));
  await closed(keepers);
}
