/** A plugin as it runs in a process of its own, with everything but the process. */
import { Frame } from "../hal/can_frame.ts";
import type { SimClock } from "../hal/sim/mod.ts";
import type { Plugin } from "../runtime/contract/plugin.ts";
import {
  declarationOf,
  type FromGuest,
  Guest,
} from "../runtime/isolation/guest_side.ts";
import {
  messageFrom,
  parseLine,
  proxyOf,
  type Surroundings,
} from "../runtime/isolation/mod.ts";

/** A plugin that stands for one that is elsewhere. */
export interface Isolated {
  readonly plugin: Plugin;
  /** Puts it to work, before the runtime starts. */
  attach(surroundings: Pick<Surroundings, "fault" | "print">): void;
}

/**
 * Sends all that a plugin and the program tell each other through JSON, as a pipe would.
 * @throws TypeError with one sentence when the plugin cannot be in a process of its own
 */
export function isolated(plugin: Plugin, clock: SimClock): Isolated {
  const where = `Plugin ${plugin.id}`;
  const proxy = proxyOf(copied(declarationOf(plugin)), where);
  const { remote } = proxy;
  let settles = false;
  const guest = new Guest(plugin, {
    send: (message: FromGuest) => remote.receive(messageFrom(copied(message))),
    now: () => clock.awake(),
    after: (ms, work) => void clock.after(ms, work),
    frame: (id, data, extended, bus) => new Frame(id, data, extended, bus),
  });
  const settle = () => {
    settles = false;
    guest.settle();
  };
  return {
    plugin: proxy.plugin,
    attach(surroundings) {
      remote.attach({
        ...surroundings,
        clock,
        hold: (work) => clock.hold(work),
      });
      remote.connect((message) => {
        const copy = copied(message);
        queueMicrotask(() => guest.receive(copy));
        if (!settles) setImmediate(settle);
        settles = true;
        return true;
      });
    },
  };
}

/** What comes out at the other end of a pipe. */
function copied<T>(value: T): T {
  return parseLine(JSON.stringify(value)) as T;
}
