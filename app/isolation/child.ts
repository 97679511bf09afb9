/**
 * The program of a process that runs plugins from outside: loads the modules that its arguments name,
 * and speaks with the gateway over its standard input and output, a JSON text a line.
 */
// First, so that no source map of a larger part is read for it.
import "node:async_hooks";
// Plugins import it: what is loaded here they can have without a permission to read it.
import "ovms-edge";
import { Frame } from "../../hal/can_frame.ts";
import { loadParts } from "../../runtime/contract/loader.ts";
import {
  declarationOf,
  type FromGuest,
  Guest,
  Lines,
  type ToGuest,
} from "../../runtime/isolation/guest_side.ts";
import { presentPlugin } from "../../runtime/vehicle/plugin_code.ts";
import type { Hello, HelloPart } from "./hello.ts";

/** Characters of a sentence about what is wrong. */
const LONGEST = 500;
const encoder = new TextEncoder();

/** Waits while the pipe is full: whoever floods it is slowed down. */
function write(value: unknown): void {
  let bytes = encoder.encode(`${JSON.stringify(value)}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
}

// A worker has no room in what a process may use, and would end it without a word about that
Reflect.deleteProperty(globalThis, "Worker");

const guests: Guest[] = [];

/** Loads the modules; each part of one is a plugin or a vehicle type, in the order of the modules. */
async function load(specifiers: readonly string[]): Promise<Hello> {
  const parts: HelloPart[] = [];
  for (const [module, specifier] of specifiers.entries()) {
    try {
      const { plugins, vehicles, wrong } = await loadParts(specifier, "it");
      for (const trouble of wrong) {
        parts.push({ module, trouble: trouble.slice(0, LONGEST) });
      }
      for (const { type, name } of vehicles) {
        parts.push({ module, vehicle: { type, name } });
      }
      for (const plugin of plugins) {
        const declaration = declarationOf(plugin);
        const guest = guests.length;
        guests.push(
          new Guest(plugin, {
            send: (message: FromGuest) => write([guest, message]),
            // No other clock is there without rights; the program tells what it sleeps through.
            now: () => performance.now(),
            after: (ms, work) => void setTimeout(work, ms),
            frame: (id, data, extended, bus) =>
              new Frame(id, data, extended, bus),
          }),
        );
        parts.push({ module, guest, declaration });
      }
    } catch (error) {
      const text = error instanceof Error
        ? error.message
        : `it threw ${Deno.inspect(error)}`;
      parts.push({ module, trouble: text.slice(0, LONGEST) });
    }
  }
  return { parts };
}

/** What a plugin prints would be taken for messages. */
function redirectConsole(): void {
  const print = (...args: readonly unknown[]) => {
    const text = args.map((arg) =>
      typeof arg === "string" ? arg : Deno.inspect(arg)
    ).join(" ");
    write([guestNow(), { t: "log", text: text.slice(0, 1000) }]);
  };
  for (const name of ["log", "info", "warn", "error", "debug"] as const) {
    console[name] = print;
  }
}

/** The plugin whose code runs, as far as that can be told. */
function guestNow(): number {
  const id = presentPlugin();
  return Math.max(0, guests.findIndex(({ plugin }) => plugin.id === id));
}

function catchStrays(): void {
  const fault = (where: string, error: unknown) => {
    const text = error instanceof Error ? error.stack ?? error.message : "";
    const message = { t: "fault", where, text: text.slice(0, 1000) };
    write([guestNow(), message]);
  };
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    fault("left behind", event.error);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fault("left behind", event.reason);
  });
}

async function serve(): Promise<void> {
  const lines = new Lines(Infinity), told = new Set<Guest>();
  for await (const piece of Deno.stdin.readable) {
    for (const line of lines.take(piece)) {
      const [place, message]: [number, ToGuest] = JSON.parse(line);
      const guest = guests[place];
      if (!guest) continue;
      guest.receive(message);
      if (told.size === 0) {
        setImmediate(() => {
          for (const one of told) one.settle();
          told.clear();
        });
      }
      told.add(guest);
    }
  }
}

redirectConsole();
catchStrays();
write(await load(Deno.args));
await serve();
// The gateway is gone, or wants this to end: whatever a plugin left going ends with it.
Deno.exit(0);
