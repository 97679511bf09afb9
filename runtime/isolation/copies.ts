/** What of the world is told to a guest: everything at first, then what changed. */
import { SLOTS } from "../settings/features.ts";
import { parameters } from "../settings/params.ts";
import type { AnyContext } from "./any_context.ts";
import type { Copies } from "./messages.ts";
import { Samples } from "./samples.ts";

/** The time, by the gateway's clock. */
export interface Times {
  monotonic(): number;
  wall(): { readonly ms: number; readonly trusted: boolean };
}

/** Compares the present world with what the guest was told last. */
export class Copier {
  readonly #samples: Samples;
  #told: Readonly<Record<string, string>> = {};

  /** @param own names of the metrics that the guest writes itself */
  constructor(
    readonly ctx: AnyContext,
    readonly times: Times,
    readonly names: readonly string[],
    own: ReadonlySet<string>,
  ) {
    this.#samples = new Samples(
      names.flatMap((name) => ctx.metrics[name] ?? []),
    );
    this.#isOwn = names.map((name) => own.has(name));
  }
  readonly #isOwn: readonly boolean[];

  /** Everything. */
  first(): Copies {
    return this.#all(this.#samples.take(this.ctx.now));
  }

  /** What changed; what the guest writes itself it knows. */
  next(): Copies {
    const metrics = this.#samples.take(this.ctx.now)
      .filter(([place]) => !this.#isOwn[place]);
    return this.#all(metrics);
  }

  #all(metrics: NonNullable<Copies["metrics"]>): Copies {
    const { ctx, times } = this;
    const features = Object.fromEntries(
      Object.entries(ctx.features).map(([name, { value }]) => [name, value]),
    );
    return {
      now: ctx.now,
      monotonic: times.monotonic(),
      wall: times.wall(),
      ...metrics.length > 0 && { metrics },
      ...this.#changed({
        settings: { ...ctx.settings },
        features,
        units: ctx.user.units,
        handles: handlesOf(ctx.hal),
      }),
    };
  }

  #changed(parts: Omit<Copies, "now" | "monotonic" | "wall" | "metrics">) {
    const texts = Object.entries(parts).map(([name, part]) =>
      [name, JSON.stringify(part)] as const
    );
    const news = texts.filter(([name, text]) => this.#told[name] !== text)
      .map(([name]) => name);
    this.#told = Object.fromEntries(texts);
    return Object.fromEntries(
      Object.entries(parts).filter(([name]) => news.includes(name)),
    );
  }
}

/** What can be looked at behind the handles. Secrets are not among it. */
function handlesOf(hal: AnyContext["hal"]): Readonly<Record<string, unknown>> {
  const { can, diag, gsm, params, messages, supply, system } = hal;
  const { settings, slots } = hal;
  return {
    ...can?.tx &&
      { "can.tx": { open: can.tx.open, troubles: can.tx.troubles } },
    ...can?.sdo && { "can.sdo": { writable: can.sdo.writable } },
    ...diag && { diag: { writable: diag.writable } },
    ...gsm && {
      gsm: {
        present: gsm.present,
        state: gsm.state,
        registered: gsm.registered,
        signal: gsm.signal,
        operator: gsm.operator,
        leds: gsm.leds,
      },
    },
    ...params && {
      params: Object.fromEntries(
        parameters.filter(({ secret }) => !secret)
          .map(({ number }) => [number, params.get?.(number) ?? ""]),
      ),
    },
    ...settings && { settings: { list: settings.list?.() } },
    ...slots && {
      slots: Object.fromEntries(
        Array.from({ length: SLOTS }, (_, slot) => [slot, slots.get?.(slot)]),
      ),
    },
    ...messages && {
      messages: {
        connected: messages.connected,
        apps: messages.apps,
        capabilities: messages.capabilities?.(),
      },
    },
    ...supply && { supply: { volts: supply.volts?.() } },
    ...system && {
      system: {
        version: system.version,
        vehicleType: system.vehicleType,
        vehicleEdition: system.vehicleEdition,
        vehicleName: system.vehicleName,
        vehicleVerbs: system.vehicleVerbs,
        fresh: system.fresh,
        allowsAt: system.allowsAt,
        faults: system.faults,
        problems: system.problems?.(),
        drivers: system.drivers?.(),
        commands: system.commands?.(),
        links: system.links?.(),
        channels: system.channels?.(),
      },
    },
  };
}
