/** Plugins from outside, each module in a process of its own. */
import type { Store } from "../../hal/mod.ts";
import { outside, type Outsider } from "../../plugins/outside/mod.ts";
import { CommandError, type Plugin } from "../../runtime/contract/plugin.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { reasonOf, UsageError } from "../usage_error.ts";
import { Keeper, type KeeperOptions } from "./keeper.ts";
import { Grants, wishText } from "./grants.ts";
import { loadAgain, namesOf } from "./inside.ts";
import { INSIDE, type Right, rightsOf } from "./rights.ts";
import { readable } from "./place.ts";
import type {
  GrantWishes,
  HoldingClock,
  Insider,
  Module,
  Outside,
  VehicleModule,
  VehicleName,
} from "./types.ts";

/** What modules from outside turned out to be. */
export interface Opened {
  readonly outside: Outside;
  /** Modules with vehicle types, which run inside where they may. */
  readonly vehicles: readonly VehicleModule[];
  /** A sentence about each that cannot be used. */
  readonly wrong: readonly string[];
}

/**
 * Starts a process for each module, or one for all that want no rights.
 * @param together whether one process is to do, where memory matters more than that plugins are apart
 */
export async function openOutside(
  modules: readonly Module[],
  options: KeeperOptions = {},
  together = false,
): Promise<Opened> {
  const { groups, failed: before } = together && modules.length > 1
    ? await grouped(modules, options)
    : { groups: modules.map((module) => [module]), failed: [] };
  const { keepers, failed } = await openAll(groups, options);
  // A vehicle drives buses and decodes frames as they come: it runs inside. Plugins beside it do not.
  const useless = keepers.filter(({ plugins }) => plugins.length === 0);
  await closed(useless);
  const kept = keepers.filter((keeper) => !useless.includes(keeper));
  return {
    wrong: [
      ...before,
      ...failed,
      ...keepers.flatMap(({ wrong }) => wrong),
    ],
    vehicles: keepers.flatMap(({ modules, vehicles }) =>
      vehicles.length === 0
        ? []
        : modules.map((module) => ({ module, vehicles }))
    ),
    outside: new Processes(kept, options),
  };
}

/** Which modules share a process: those that bring vehicles or plugins with rights have one of their own. */
async function grouped(
  modules: readonly Module[],
  options: KeeperOptions,
) {
  const { keepers, failed } = await openAll(
    modules.map((module) => [module]),
    options,
  );
  await closed(keepers);
  const alone = keepers.filter(({ vehicles, plugins }) =>
    vehicles.length > 0 ||
    plugins.some((plugin) => rightsOf(plugin).length > 0)
  ).flatMap(({ modules }) => modules);
  const useful = keepers.filter((keeper) => !isUseless(keeper));
  const rest = useful.flatMap(({ modules }) => modules)
    .filter((module) => !alone.includes(module));
  return {
    groups: [
      ...alone.map((module) => [module]),
      ...rest.length > 0 ? [rest] : [],
    ],
    failed: [
      ...failed,
      ...keepers.filter(isUseless).flatMap(({ wrong }) => wrong),
    ],
  };
}

/** Nothing that it was to load can be used. */
function isUseless({ vehicles, plugins }: Keeper): boolean {
  return vehicles.length + plugins.length === 0;
}

async function openAll(
  groups: readonly (readonly Module[])[],
  options: KeeperOptions,
) {
  const opened = await Promise.allSettled(
    groups.map((modules) => Keeper.open(modules, options)),
  );
  const keepers = opened.flatMap((result) =>
    result.status === "fulfilled" ? [result.value] : []
  );
  const failed = opened.flatMap((result) =>
    result.status === "rejected" ? [reasonOf(result.reason)] : []
  );
  return { keepers, failed };
}

/** What comes in the place of what goes. */
const NOTHING = { plugins: [], vehicles: [] };

/** The processes of a run. */
class Processes implements Outside {
  readonly #options: KeeperOptions;
  #keepers: readonly Keeper[];
  #admitted: readonly Keeper[];
  #attached:
    | { readonly runtime: Runtime; readonly clock: HoldingClock }
    | undefined;
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

  admit(store: Store, { grant, revoke, ask }: GrantWishes) {
    const grants = new Grants(store), leftOut: string[] = [];
    this.#store = store;
    for (const id of revoke) {
      grants.take(id);
      grants.setInside(id.toUpperCase(), undefined);
    }
    for (const { module, trusted, vehicles } of this.insiders) {
      if (trusted) continue;
      for (const { type } of vehicles) {
        grants.setInside(type, module.specifier);
      }
    }
    for (const id of grant) {
      const plugin = this.plugins.find((plugin) => plugin.id === id);
      if (this.#isVehicle(id)) continue;
      if (!plugin) {
        throw new UsageError(
          `--grant ${id}: there is no plugin from outside of that name`,
        );
      }
      grants.give(plugin);
    }
    this.#admitted = this.#keepers.filter((keeper) =>
      keeper.plugins.every((plugin) => {
        const wishes = grants.missing(plugin), { id } = plugin;
        if (wishes.length === 0) return true;
        if (
          !revoke.includes(id) &&
          ask(`Plugin ${id} wants to ${wishText(wishes)}. Allow it?`)
        ) {
          grants.give(plugin);
          return true;
        }
        leftOut.push(
          `Plugin ${id} is left out: ${refusal(id, wishes)}`,
        );
        return false;
      })
    );
    // Who may not run is not needed any more.
    void closed(
      this.#keepers.filter((keeper) => !this.#admitted.includes(keeper)),
    );
    return {
      plugins: this.#admitted.flatMap(({ plugins }) => plugins),
      leftOut,
    };
  }

  #isVehicle(id: string): boolean {
    const types = [
      ...this.insiders.flatMap(({ vehicles }) => vehicles),
      ...this.leftOut,
    ];
    return types.some(({ type }) => type.toLowerCase() === id);
  }

  list(): readonly Outsider[] {
    return [
      ...this.#apart(),
      ...this.insiders.flatMap(({ plugins, vehicles }) => [
        ...plugins.map(({ id, summary = "" }) => inside(id, summary)),
        ...vehicles.map(vehicleInside),
      ]),
      ...this.leftOut.map((vehicle): Outsider => ({
        ...vehicleInside(vehicle),
        state: "left out",
        may: [],
        wants: [INSIDE.text],
      })),
    ];
  }

  /** How those in processes are. */
  #apart(): readonly Outsider[] {
    const grants = this.#store && new Grants(this.#store);
    return this.#keepers.flatMap((keeper) => {
      const runs = this.#admitted.includes(keeper), { absence } = keeper;
      return keeper.plugins.map((plugin): Outsider => {
        const missing = grants?.missing(plugin) ?? [];
        const texts = (rights: readonly Right[]) =>
          rights.map(({ text }) => text);
        return {
          id: plugin.id,
          summary: plugin.summary ?? "",
          state: !runs
            ? "left out"
            : absence === undefined
            ? "at work"
            : "ended",
          why: runs ? absence ?? "" : "",
          memory: runs && keeper.memory || null,
          may: texts(
            rightsOf(plugin).filter(({ key }) =>
              !missing.some((right) => right.key === key)
            ),
          ),
          wants: texts(missing),
        };
      });
    });
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
    const said = await Promise.all(apart.map((keeper) => this.#reload(keeper)));
    // One after the other: each starts the vehicle side again.
    for (const insider of inside) said.push(await this.#reloadInside(insider));
    return said;
  }

  /** The same for what runs inside. */
  async #reloadInside(insider: Insider): Promise<string> {
    const name = namesOf(insider).join(", ");
    try {
      const fresh = await loadAgain(insider, ++this.#turn);
      this.#running.runtime.exchange(insider, fresh);
      insider.plugins = fresh.plugins;
      insider.vehicles = fresh.vehicles;
      return `${name} was loaded anew, inside the program`;
    } catch (error) {
      return notLoaded(name, error);
    }
  }

  /** Loads one anew; where that does not go, the one before goes on. A sentence about it. */
  async #reload(keeper: Keeper): Promise<string> {
    const name = keeper.plugins.map(({ id }) => id).join(", ");
    try {
      const fresh = await Keeper.openWhole(keeper.modules, this.#options);
      if (keeper.isLike(fresh)) {
        await keeper.adopt(fresh);
        return `Plugin ${name} was loaded anew`;
      }
      try {
        return await this.#exchange(keeper, fresh);
      } catch (error) {
        await fresh.close();
        throw error;
      }
    } catch (error) {
      return notLoaded(`Plugin ${name}`, error);
    }
  }

  async #exchange(keeper: Keeper, fresh: Keeper): Promise<string> {
    const { runtime, clock } = this.#running;
    if (fresh.types !== keeper.types) {
      throw new Error(
        `it brings other vehicle types now (${
          fresh.types || "none"
        }): start the program again`,
      );
    }
    const grants = new Grants(runtime.options.hal.store);
    for (const plugin of fresh.plugins) {
      const wishes = grants.missing(plugin);
      if (wishes.length > 0) throw new Error(refusal(plugin.id, wishes));
    }
    runtime.exchange(
      { plugins: keeper.plugins, vehicles: [] },
      { plugins: fresh.plugins, vehicles: [] },
    );
    fresh.attach(runtime, clock);
    const with_ = (all: readonly Keeper[]) =>
      all.map((one) => one === keeper ? fresh : one);
    this.#keepers = with_(this.#keepers);
    this.#admitted = with_(this.#admitted);
    await keeper.close();
    const names = fresh.plugins.map(({ id }) => id).join(", ");
    return `Plugin ${names} was loaded anew, with what it declares now`;
  }

  async settle(): Promise<void> {
    await Promise.all(this.#admitted.map((keeper) => keeper.settle()));
  }

  close(): Promise<void> {
    return closed(this.#keepers);
  }
}

/** What is missing, and what to do. */
function refusal(id: string, wishes: readonly Right[]): string {
  return `it wants to ${
    wishText(wishes)
  }. To allow that, start once with --grant ${id}`;
}

async function closed(keepers: readonly Keeper[]): Promise<void> {
  await Promise.all(keepers.map((keeper) => keeper.close()));
}

/** Ends processes when their plugins have taken in that they are to stop. */
async function ended(keepers: readonly Keeper[]): Promise<void> {
  await Promise.all(keepers.map((keeper) => keeper.settle()));
  await closed(keepers);
}

/** Why something goes on as it was. */
function notLoaded(name: string, error: unknown): string {
  return `${name} was not loaded anew, the one before goes on: ${
    reasonOf(error)
  }`;
}

/** How what runs inside is: as the program is. */
function inside(id: string, summary: string): Outsider {
  return {
    id,
    summary,
    state: "at work",
    why: "",
    memory: null,
    may: [INSIDE.text],
    wants: [],
  };
}

function vehicleInside({ type, name }: VehicleName): Outsider {
  return inside(type.toLowerCase(), `Vehicle type ${type} (${name})`);
}
