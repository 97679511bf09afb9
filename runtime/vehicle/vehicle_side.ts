import type { Authority } from "../commands/auth.ts";
import { type ContextSource, makeContext } from "./context.ts";
import { Dispatcher } from "../commands/dispatch.ts";
import {
  damagedFrames,
  DriverMetrics,
  driversOf,
  isDriverMetric,
} from "../metrics/drivers.ts";
import { Host } from "./host.ts";
import { Inputs } from "../metrics/inputs.ts";
import type { Log } from "../log.ts";
import type { Plugin } from "../contract/plugin.ts";
import { recorder, type RecorderSource } from "../records/recorder.ts";
import type { Vehicle } from "../contract/vehicle.ts";
import { type Core, provideHandles } from "./provide.ts";
import {
  makeDiagnostics,
  makePoller,
  POLL_BUDGET,
  pollsAsDriver,
} from "./polling.ts";
import type { Poller } from "./poller.ts";
import type { Diagnostics } from "../diagnostics/mod.ts";
import { Registry } from "../commands/registry.ts";
import { Runner } from "../commands/runner.ts";
import { MetricStore } from "../metrics/metrics.ts";
import { checkSources, sourcesOf } from "../commands/sources.ts";
import { SdoNodes } from "./sdo_access.ts";
import { VehicleState } from "./vehicle_state.ts";

/** Everything that belongs to one vehicle type and is made anew when the type changes. */
export interface VehicleSide {
  readonly vehicle: Vehicle | undefined;
  /** Edition of the vehicle; empty for the vehicle itself. */
  readonly edition: string;
  readonly host: Host;
  readonly registry: Registry;
  readonly dispatcher: Dispatcher;
  readonly diagnostics: Diagnostics;
  readonly poller: Poller;
  readonly inputs: Inputs;
  readonly drivers: DriverMetrics;
  readonly state: VehicleState;
  /** Nodes on the bus, and the work with them that must not be cut. */
  readonly nodes: SdoNodes;
}

/** What the side tells of itself; the rest of the core is the runtime's. */
type Own =
  | "vehicleType"
  | "vehicleEdition"
  | "vehicleName"
  | "vehicleVerbs"
  | "current"
  | "isOver"
  | "commands"
  | "within";

/** What a vehicle side is made from. */
export interface VehicleSideParts {
  /** Undefined while no type is set. */
  readonly vehicle: Vehicle | undefined;
  readonly edition: string;
  /** Those of the vehicle and all others. */
  readonly plugins: readonly Plugin[];
  /** Whether what plugins hear may come from nobody. */
  readonly alone: boolean;
  readonly authority: Authority;
  readonly log: Log;
  readonly core: Omit<Core, Own>;
  readonly context:
    & Omit<ContextSource, "metrics" | "handles" | "emitter" | "recorder">
    & RecorderSource;
}

/**
 * Puts the plugins of a vehicle type to work.
 * @throws Error when plugins collide or disagree about a metric
 */
export function makeVehicleSide(parts: VehicleSideParts): VehicleSide {
  const { vehicle, plugins, authority, log, context } = parts;
  const { hal } = parts.core;
  const registry = new Registry(plugins, vehicle);
  const host = new Host(plugins, log, () => hal.clock.wall());
  if (!parts.alone) checkSources(plugins, vehicle);
  parts.core.settings.use(registry.settings);
  const runner = new Runner(host, hal.clock);
  const dispatcher = new Dispatcher(registry, runner, authority, hal.clock);
  const core: Core = {
    ...parts.core,
    vehicleType: vehicle?.type ?? "",
    vehicleEdition: parts.edition,
    vehicleName: vehicle?.name ?? "",
    vehicleVerbs: vehicle?.verbs ?? [],
    current: () => runner.current,
    isOver: () => runner.isOver,
    commands: () => registry.commands(),
    within: (line) => dispatcher.within(line),
  };
  const nodes = new SdoNodes(core, host);
  const diagnostics = makeDiagnostics(hal, host, core.mayWrite);
  const { metrics } = host, inputs = new Inputs(metrics);
  const isWritten = writtenBy(plugins, metrics);
  // Made when one is missing: it has room for thousands.
  let missing: MetricStore | undefined;
  const source: ContextSource = {
    ...context,
    metrics,
    // On its own nobody knows what a plugin will have around it.
    absent: (name) =>
      parts.alone || isWritten(name)
        ? undefined
        : missing ??= new MetricStore(),
    handles: provideHandles(core, host, nodes, diagnostics),
    emitter: (name, schema) => unlessOver(host.events.emitter(name, schema)),
    // What a command does that was given up comes too late for everybody.
    recorder: (decl) =>
      recorder(decl, { ...context, record: unlessOver(context.record) }),
    notify: unlessOver(context.notify),
  };
  function unlessOver<A extends unknown[]>(work: (...args: A) => void) {
    return (...args: A) => {
      if (!runner.isOver) work(...args);
    };
  }
  host.wire(
    (plugin, state) => makeContext(plugin, source, state),
    () => hal.clock.monotonic(),
  );
  const budget = (bus: number) => vehicle?.buses?.[bus]?.polls ?? POLL_BUDGET;
  const poller = makePoller({
    hal,
    host,
    diagnostics,
    budget,
    mayWrite: core.mayWrite,
  });
  const drivers = () => [
    ...driversOf(hal),
    ...pollsAsDriver(poller),
    ...damagedFrames(host.damaged),
  ];
  return {
    vehicle,
    edition: parts.edition,
    host,
    diagnostics,
    poller,
    registry,
    dispatcher,
    nodes,
    inputs,
    drivers: new DriverMetrics(drivers, metrics),
    state: new VehicleState(hal.store, metrics, vehicle?.type ?? "", log),
  };
}

/** Whether a plugin, the core or a driver writes a metric; what others read is there in any case. */
function writtenBy(
  plugins: readonly Plugin[],
  metrics: MetricStore,
): (name: string) => boolean {
  const written = sourcesOf(plugins).metrics;
  return (name) =>
    written.has(name) || isDriverMetric(name) ||
    metrics.find(name) !== undefined;
}
