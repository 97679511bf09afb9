import type { Hal } from "../../hal/mod.ts";
import { type Sdo, SdoClient } from "../canopen/mod.ts";
import type { SdoAccess } from "../contract/handles.ts";
import { GateClosed } from "./gate.ts";
import { BusWork } from "./bus_work.ts";
import type { Host } from "./host.ts";

/** What stands behind the access. */
interface Gate {
  readonly hal: Pick<Hal, "can" | "clock">;
  /** Whether feature 15 allows to write. */
  readonly mayWrite: () => boolean;
}

/** Access to CANopen nodes for the plugins of one vehicle side: one client a node, one gate for all. */
export class SdoNodes {
  readonly work: BusWork;
  readonly #clients = new Map<number, SdoClient>();

  constructor(
    readonly core: Gate,
    readonly host: Host,
  ) {
    this.work = new BusWork(core.hal.clock, () => host.settle());
  }

  /** The access as one plugin has it. */
  access(plugin: string): SdoAccess {
    return new PluginAccess(this, plugin);
  }

  /** The one client of a node. */
  client(id: number): SdoClient {
    const known = this.#clients.get(id);
    if (known) return known;
    const { hal: { can, clock } } = this.core;
    const send = (to: number, data: Uint8Array) => can.send(to, data);
    const client = new SdoClient({ node: id, clock, send });
    this.host.listen([client.replyId], (frame) => client.receive(frame.data));
    this.#clients.set(id, client);
    return client;
  }

  /** Ends all transfers, now and later. */
  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}

/** The access as one plugin has it; a class, since an object with a getter of its own is read slowly. */
class PluginAccess implements SdoAccess {
  readonly #nodes: SdoNodes;
  readonly #plugin: string;

  constructor(nodes: SdoNodes, plugin: string) {
    this.#nodes = nodes;
    this.#plugin = plugin;
  }

  get writable(): boolean {
    return this.#nodes.core.mayWrite();
  }

  node(id: number, still?: () => void): Sdo {
    const { core, work } = this.#nodes;
    // While the gate closes, only work that was asked to end safely still speaks; once it is closed, the
    // gate itself lets nothing through
    return this.#nodes.client(id).permitted(() => {
      if (!core.mayWrite() && !work.busy(this.#plugin)) throw new GateClosed();
      still?.();
    });
  }

  work<T>(run: (ends: AbortSignal) => Promise<T>): Promise<T> {
    return this.#nodes.work.run(this.#plugin, run);
  }
}
