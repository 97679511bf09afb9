/** The handles of a plugin in a process of its own: copies to look at, requests for what is to be done. */
import * as v from "valibot";
import type { CanSender, Handles } from "../contract/handles.ts";
import { AnswerBytes } from "../diagnostics/mod.ts";
import { fitsParameter, parameters } from "../settings/params.ts";
import type { Memory } from "./messages.ts";
import type { Desk } from "./desk.ts";
import { guestNode } from "./guest_node.ts";
import { checkQuota } from "./quota.ts";

/** Bytes of hexadecimal digits; what the program sends is whole. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.fromHex(hex);
}

/** Answers of a question to all units. */
const broadcastAnswers = v.array(v.object({
  from: v.number(),
  data: v.pipe(v.string(), v.transform(bytesOf)),
  whole: v.boolean(),
}));

/** Makes the handles; `memory` is what is kept for the plugin. */
export function guestHandles(desk: Desk, memory: Memory): Handles {
  const copy = (need: string): Record<string, unknown> => {
    const value = desk.copies().handles?.[need];
    return typeof value === "object" && value !== null ? { ...value } : {};
  };
  /** An object whose values are those of the copy at the time. */
  const live = (need: string, names: readonly string[]) => {
    const made = {};
    for (const name of names) {
      Object.defineProperty(made, name, {
        get: () => copy(need)[name],
        enumerable: true,
      });
    }
    return made;
  };
  const ask = async (what: string, ...args: unknown[]) =>
    String(await desk.ask(what, ...args) ?? "");
  const tx = Object.assign(live("can.tx", ["open", "troubles"]), {
    send: async (id: number, data: Uint8Array, bus = 1) =>
      void await desk.ask("can.send", id, data.toHex(), bus),
  }) as CanSender;
  const message = (what: string, value: unknown = null) =>
    desk.deed({ do: "message", what, value });
  const handles = {
    can: {
      tx,
      sdo: Object.assign(live("can.sdo", ["writable"]), {
        node: (id: number, still?: () => void) => guestNode(id, desk, still),
        work: desk.work,
      }),
    },
    diag: Object.assign(live("diag", ["writable"]), {
      request: async (at: unknown, read: unknown, signal?: AbortSignal) =>
        new AnswerBytes(bytesOf(
          String(await desk.askUntil(signal, "diag.request", at, read)),
        )),
      broadcast: async (given: unknown) =>
        v.parse(
          broadcastAnswers,
          JSON.parse(await ask("diag.broadcast", given)),
        ),
    }),
    clock: {
      monotonic: () => desk.copies().monotonic + desk.since(),
      wall: () => {
        const { ms, trusted } = desk.copies().wall;
        return { ms: ms + desk.since(), trusted };
      },
      sleep: async (ms: number) => void await desk.ask("clock.sleep", ms),
    },
    gsm: Object.assign(
      live("gsm", [
        "present",
        "state",
        "registered",
        "signal",
        "operator",
        "leds",
      ]),
      {
        send: async (to: string, text: string) =>
          void await desk.ask("gsm.send", to, text),
        ussd: (code: string) => ask("gsm.ussd", code),
        command: async (at: string) =>
          (await ask("gsm.command", at)).split("\n"),
      },
    ),
    params: {
      get: (number: number) => String(copy("params")[number] ?? ""),
      fits: fitsParameter,
      set: async (values: ReadonlyMap<number, string>) =>
        void await desk.ask("params.set", [...values]),
      table: parameters,
    },
    settings: {
      list: () => copy("settings").list ?? [],
      set: (name: string, text: string | undefined) =>
        desk.ask("settings.set", name, text ?? null),
    },
    slots: {
      get: (slot: number) => Number(copy("slots")[slot] ?? 0),
      set: async (slot: number, text: string) =>
        void await desk.ask("slots.set", [[slot, text]]),
      setAll: async (values: ReadonlyMap<number, string>) =>
        void await desk.ask("slots.set", [...values]),
    },
    messages: Object.assign(live("messages", ["connected", "apps"]), {
      changed: (what: unknown) => message("changed", what),
      now: (code: unknown) => message("now", code),
      push: (text: string) => message("push", text),
      capabilities: () => String(copy("messages").capabilities ?? ""),
    }),
    memory: memoryHandle(desk, memory),
    history: { read: elsewhere("history.read") },
    supply: { volts: () => copy("supply").volts },
    system: Object.assign(
      live("system", [
        "version",
        "vehicleType",
        "vehicleEdition",
        "vehicleName",
        "vehicleVerbs",
        "fresh",
        "allowsAt",
        "faults",
      ]),
      {
        commands: () => copy("system").commands ?? [],
        run: (line: string) => desk.ask("system.run", line),
        restart: elsewhere("system.restart"),
        reconnect: elsewhere("system.reconnect"),
        problems: () => copy("system").problems ?? [],
        drivers: () => copy("system").drivers ?? [],
        muteCharge: elsewhere("system.muteCharge"),
        links: () => copy("system").links ?? [],
        channels: () => copy("system").channels ?? [],
        testChannel: elsewhere("system.testChannel"),
      },
    ),
  };
  // What copies hold is as the program made it.
  return handles as unknown as Handles;
}

/** What only a plugin inside the program can do. */
function elsewhere(what: string): () => never {
  return () => {
    throw new Error(
      `${what} is not there in a process of its own: start the plugin with --trust if you trust it`,
    );
  };
}

function memoryHandle(desk: Desk, before: Memory): Handles["memory"] {
  const values = new Map(Object.entries(before));
  const put = (
    changes: Readonly<Record<string, string | undefined>>,
    later: boolean,
  ) => {
    const next = new Map(values);
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined) next.delete(key);
      else next.set(key, String(value));
    }
    checkQuota(next);
    values.clear();
    for (const [key, value] of next) values.set(key, value);
    desk.deed({
      do: "memory",
      changes: Object.fromEntries(
        Object.entries(changes).map(([key, value]) => [
          key,
          value === undefined ? null : String(value),
        ]),
      ),
      ...later && { later },
    });
  };
  return {
    get: (key) => values.get(key),
    entries: () => new Map(values),
    put: (changes) => put(changes, false),
    later: (changes) => put(changes, true),
    journal: (entry) => desk.deed({ do: "journal", entry }),
  };
}
