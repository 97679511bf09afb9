import type { Authority } from "../commands/auth.ts";
import { CommandError } from "../contract/plugin.ts";
import type { Vehicle } from "../contract/vehicle.ts";
import type { RuntimeOptions } from "../options.ts";
import type { Channel } from "../owner/channel.ts";
import { FEATURE, FEATURE_MAX } from "../settings/features.ts";
import { PARAM } from "../settings/params.ts";
import { editionSetting, inEdition } from "./editions.ts";
import type { FromOutside, PluginChoice } from "./plugin_choice.ts";
import { pluginChannels } from "./plugin_channel.ts";
import { rescuers } from "./rescuers.ts";
import {
  makeVehicleSide,
  type VehicleSide,
  type VehicleSideParts,
} from "./vehicle_side.ts";

/** What this module adds to the core that the side's plugins see. */
type Added = "hal" | "fresh" | "allowsAt" | "mayWrite" | "restart";

/** What the present side is made from. */
export interface PresentSideParts {
  readonly options: RuntimeOptions;
  readonly choice: PluginChoice;
  readonly authority: Authority;
  readonly core: Omit<VehicleSideParts["core"], Added>;
  readonly context: VehicleSideParts["context"];
  /** Adds a channel of notices; returns what takes it away again. */
  readonly openChannel: (channel: Channel) => () => void;
  /** Runs when another side has taken the place of the former one, before its plugins start. */
  readonly entered: () => void;
}

/**
 * The vehicle side of the present: which type, edition and plugins are at work, and the change to
 * others, before which work on the bus ends safely.
 */
export class PresentSide {
  readonly #parts: PresentSideParts;
  /** What closes the channels of the present plugins. */
  readonly #channels: (() => void)[] = [];
  #side: VehicleSide;
  /** A restart waits for work on the bus to end. */
  #restarting = false;
  #listensToAll = false;

  /** @throws Error when plugins collide; the sentence names both */
  constructor(parts: PresentSideParts) {
    this.#parts = parts;
    this.#side = this.#build(parts.options.fresh ?? true);
  }

  get side(): VehicleSide {
    return this.#side;
  }

  /** Puts the first side in its place. */
  begin(): void {
    this.#openChannels();
    if (this.#parts.options.restore ?? true) this.#side.state.restore();
    this.#enter();
  }

  /** Listens to the frames that the present plugins want. */
  listen(): void {
    const ids = this.#side.host.frameIds();
    this.#parts.options.hal.can.open(
      (frame) => this.#side.host.frame(frame),
      this.#listensToAll ? new Map(ids.keys().map((bus) => [bus, []])) : ids,
    );
  }

  get listensToAll(): boolean {
    return this.#listensToAll;
  }

  /** @throws CommandError while a controller is worked on, whose answers would be missed */
  listenToAll(on: boolean): void {
    if (on === this.#listensToAll) return;
    this.#refuseWhileBusy();
    this.#listensToAll = on;
    this.listen();
  }

  // ---- the write gate ----------------------------------------------------------

  /** Whether feature 15 allows to write to the car. */
  #mayWrite(vehicle: Vehicle | undefined): boolean {
    const value = this.#parts.core.features.get(FEATURE.canWrite);
    return (value & (vehicle?.writeBits ?? FEATURE_MAX)) !== 0;
  }

  /** The gate follows feature 15; work under way ends safely, and plugins settle, before it closes. */
  applyGate(): void {
    const { can } = this.#parts.options.hal, { work } = this.#side.nodes;
    const apply = () => {
      can.writable = this.#mayWrite(this.#side.vehicle);
      if (can.writable) this.#side.host.gateOpened();
    };
    const ended = this.#mayWrite(this.#side.vehicle)
      ? undefined
      : work.end("Writing to the car was switched off");
    if (ended) void ended.then(apply);
    else apply();
  }

  // ---- change ------------------------------------------------------------------

  /** Another edition of the vehicle takes effect at once, as another type does. */
  settingChanged(name: string): void {
    const { vehicle } = this.#side;
    if (vehicle && editionSetting(vehicle) === name) this.restart();
  }

  /**
   * Starts the vehicle side again, with the type that parameter 14 names; known values stay. Work on the
   * bus that is under way ends safely before.
   */
  restart(): void {
    const { options: { log }, core } = this.#parts;
    if (this.#restarting) return;
    const ended = this.#side.nodes.work.close("The program starts again");
    const again = () => {
      this.#startAgain();
      core.reconnect();
    };
    if (!ended) return again();
    this.#restarting = true;
    ended.then(() => {
      this.#restarting = false;
      again();
    }).catch((error) =>
      log("error", "restart failed", { error: String(error) })
    );
  }

  /** Ends work on the bus safely, before the program stops; resolves when it has, or after ten seconds. */
  async settle(): Promise<void> {
    await this.#side.nodes.work.close("The program ends");
  }

  /**
   * Puts what comes from outside in the place of what it was before; metrics and what is kept stay.
   * @param to has the vehicle types of `from`
   * @throws CommandError while a controller is worked on, and an Error when the new ones do not go
   * together with the rest: then the others go on
   */
  exchange(from: FromOutside, to: FromOutside): void {
    this.#refuseWhileBusy();
    this.#parts.choice.exchange(
      from,
      to,
      () => this.#chosen().vehicle,
      () => this.#startAgain(),
    );
  }

  /** Whether a controller is worked on, or the side begins anew. */
  get busy(): boolean {
    return this.#restarting || this.#side.nodes.work.busy();
  }

  /** @throws CommandError while a controller is worked on */
  #refuseWhileBusy(): void {
    if (!this.busy) return;
    throw new CommandError(
      "A controller is being worked on: try again when that has ended",
    );
  }

  #startAgain(): void {
    const before = this.#side, next = this.#build(false);
    before.nodes.close();
    before.host.stop();
    before.diagnostics.close();
    before.state.save();
    this.#side = next;
    this.#openChannels();
    if (before.vehicle?.type === next.vehicle?.type) {
      next.host.metrics.takeOver(before.host.metrics);
    } else next.state.restore();
    this.#enter();
    this.listen();
    this.#parts.entered();
  }

  /** What settings mean follows the vehicle. */
  #enter(): void {
    this.#parts.core.params.reserve(this.#side.vehicle?.ownParameters ?? {});
    this.applyGate();
  }

  /** The channels of the present plugins, in the place of those of former ones. */
  #openChannels(): void {
    const { openChannel, options: { hal: { clock } } } = this.#parts;
    const { registry, host } = this.#side;
    for (const close of this.#channels.splice(0)) close();
    for (const channel of pluginChannels(registry, host, clock)) {
      this.#channels.push(openChannel(channel));
    }
  }

  /** The vehicle of the type that is set, in its edition. */
  #chosen() {
    const { choice, core: { params, settings } } = this.#parts;
    const type = params.get(PARAM.vehicleType);
    const known = choice.vehicles.find((known) => type.startsWith(known.type));
    return known
      ? inEdition(known, settings)
      : { vehicle: undefined, edition: "" };
  }

  #build(fresh: boolean): VehicleSide {
    const { options, choice, authority, core, context } = this.#parts;
    const { hal, log, alone = false, allowAt = false } = options;
    const { vehicle, edition } = this.#chosen();
    const plugins = choice.of(vehicle);
    const others = choice.vehicles.flatMap(({ plugins }) => plugins);
    return makeVehicleSide({
      vehicle,
      edition,
      plugins: [...plugins, ...rescuers(plugins, others, hal.store, log)],
      alone,
      authority,
      log,
      core: {
        ...core,
        hal,
        fresh,
        allowsAt: allowAt,
        mayWrite: () => this.#mayWrite(vehicle),
        restart: () => this.restart(),
      },
      context,
    });
  }
}
