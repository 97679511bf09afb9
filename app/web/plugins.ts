/** Plugins in the web console: all that run, and those from outside installed, allowed and taken away. */
import { isAbsolute } from "node:path";
import { CommandError, type Plugin } from "../../runtime/contract/plugin.ts";
import type {
  PluginKeeper,
  PluginView,
} from "../../runtime/links/http/gateway.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { Closing } from "../assembly.ts";
import { Grants } from "../isolation/grants.ts";
import { installedModule, recordsOf } from "../isolation/installed.ts";
import { rightsOf } from "../isolation/rights.ts";
import type { Outside } from "../isolation/types.ts";
import type { Offer } from "../offer.ts";
import { ownIds } from "../own_ids.ts";
import { UsageError } from "../usage_error.ts";

/** Nobody is asked, and nothing allowed beside what the store has. */
const NOTHING = { grant: [], revoke: [], ask: () => false };

/**
 * The plugins of a runtime.
 * @param path the store's file
 * @param closing gets what ends processes that are started here
 */
export function webPlugins(
  runtime: Runtime,
  { outside: first }: Offer,
  path: string,
  closing: Closing,
): PluginKeeper {
  const { hal: { store, clock } } = runtime.options, own = ownIds();
  let outside = first, turn: Promise<unknown> = Promise.resolve();
  /** One change after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(() => refused(work));
    turn = next.catch(() => {});
    return next;
  };
  const crew = async (): Promise<Outside> => {
    if (outside) return outside;
    const { openOutside } = await import("../isolation/outside.ts");
    const opened = (await openOutside([])).outside;
    opened.admit(store, NOTHING);
    opened.attach(runtime, clock);
    closing.defer(() => opened.close());
    return outside = opened;
  };
  const pluginOf = (id: string): Plugin => {
    const found = outside?.plugins.find((plugin) => plugin.id === id);
    if (found) return found;
    throw new CommandError(
      `No plugin in a process of its own is called ${id}: what runs inside the program may all, and is left out from the next start on with --revoke ${id}`,
    );
  };
  return {
    list: () => viewsOf(runtime, outside, own),
    install: (from, who) =>
      inTurn(async () => {
        if (!from.startsWith("npm:") && !isAbsolute(from)) {
          throw new CommandError(
            `"${from}" cannot be installed: expected npm:NAME, npm:NAME@VERSION, or a path on the gateway that begins with /`,
          );
        }
        const { install } = await import("../isolation/install.ts");
        const { id, said } = await install(from, {
          store: path,
          folder: "/",
          ...NOTHING,
          running: { store, who },
        });
        const module = installedModule(path, store, id);
        if (typeof module === "string") throw new CommandError(module);
        await (await crew()).add(module);
        return said;
      }),
    allow: (id, who) =>
      inTurn(async () => {
        const plugin = pluginOf(id);
        new Grants(store, who).give(plugin);
        await (await crew()).regrant(id);
        return [`Plugin ${id} may do what it asks for`];
      }),
    forbid: (id, who) =>
      inTurn(async () => {
        const plugin = pluginOf(id);
        if (rightsOf(plugin).length === 0) {
          throw new CommandError(
            `Plugin ${id} asks for nothing: there is nothing to take`,
          );
        }
        new Grants(store, who).take(id);
        await (await crew()).regrant(id);
        return [
          `Plugin ${id} is left out: it may no longer do what it asks for`,
        ];
      }),
    reload: (id) => inTurn(async () => await (await crew()).reload(id)),
    remove: (id, who) =>
      inTurn(async () => {
        const { uninstall } = await import("../isolation/install.ts");
        const said = uninstall(id, path, { store, who });
        await (await crew()).drop(id);
        return said;
      }),
  };
}

/** All plugins: those that run in their order, then those that are left out. */
function viewsOf(
  { host, options }: Runtime,
  outside: Outside | undefined,
  own: ReadonlySet<string>,
): readonly PluginView[] {
  const installed = recordsOf(options.hal.store);
  const from = (id: string) => installed.get(id)?.from ?? "";
  const apart = new Set(outside?.plugins);
  const guests = new Map(outside?.list().map((one) => [one.id, one]));
  const running = host.plugins.map(({ plugin, faults, aside }): PluginView => {
    const { id, summary = "" } = plugin, guest = guests.get(id);
    guests.delete(id);
    return {
      id,
      summary,
      place: apart.has(plugin) ? "apart" : own.has(id) ? "own" : "inside",
      state: aside ? "set aside" : guest?.state ?? "at work",
      why: guest?.why ?? "",
      faults,
      memory: guest?.memory ?? null,
      may: [...guest?.may ?? rightsOf(plugin).map(({ text }) => text)],
      wants: [...guest?.wants ?? []],
      from: from(id),
    };
  });
  const leftOut = [...guests.values()].map((guest): PluginView => ({
    ...guest,
    place: "apart",
    faults: 0,
    may: [...guest.may],
    wants: [...guest.wants],
    from: from(guest.id),
  }));
  return [...running, ...leftOut];
}

async function refused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UsageError || error instanceof Error &&
        error.constructor === Error
      ? new CommandError(error.message)
      : error;
  }
}
