import type {
  GsmState,
  Hal,
  RecordReader,
  Series,
  SmsOrigin,
} from "../hal/mod.ts";
import { Authority } from "./commands/auth.ts";
import { capabilitiesOf } from "./messages/capabilities.ts";
import type { Outcome } from "./contract/commands.ts";
import type { LinkState } from "./contract/links.ts";
import { devicesOf, type DeviceState } from "./metrics/devices.ts";
import {
  damagedFrames,
  driversOf,
  type DriverState,
  driverText,
} from "./metrics/drivers.ts";
import { FEATURE, FEATURE_MAX, Features } from "./settings/features.ts";
import type { Host } from "./vehicle/host.ts";
import type { Log } from "./log.ts";
import type { View } from "./messages/compose.ts";
import { MessageSession, type ServerTransport } from "./messages/session.ts";
import { FORGEABLE, type Sender } from "./commands/sensitive.ts";
import { Notifier } from "./owner/notify.ts";
import { Doorman } from "./owner/once.ts";
import { GateNote } from "./settings/gate_note.ts";
import { splitCommand } from "./commands/dispatch.ts";
import { type CoreChannel, forwardedText, Owner } from "./owner/owner.ts";
import type { Channel } from "./owner/channel.ts";
import { serverChannel, smsChannel } from "./owner/core_channels.ts";
import { FEATURE_MIRROR, PARAM, Params } from "./settings/params.ts";
import { type Call, CommandError, type Plugin } from "./contract/plugin.ts";
import type { NoticeDecl, NoticeText } from "./contract/notices.ts";
import type { Vehicle } from "./contract/vehicle.ts";
import { RecordKeeper } from "./records/record_keeper.ts";
import { SeriesRecorder } from "./series/recorder.ts";
import { keptOf } from "./series/settings.ts";
import { isServerCommand, serverCommand } from "./commands/server_command.ts";
import type { Queried } from "./commands/queries.ts";
import { Registry } from "./commands/registry.ts";
import { StoreKeeper } from "./records/store_keeper.ts";
import { type CoreValues, declareCore } from "./settings/core_settings.ts";
import { Settings } from "./settings/settings.ts";
import type { Units } from "./contract/units.ts";
import { fitting } from "./vehicle/fitting.ts";
import { pluginChannels } from "./vehicle/plugin_channel.ts";
import { pollProblems, pollsAsDriver } from "./vehicle/polling.ts";
import { allEditions, editionSetting, inEdition } from "./vehicle/editions.ts";
import { rescuers } from "./vehicle/rescuers.ts";
import { makeVehicleSide, type VehicleSide } from "./vehicle/vehicle_side.ts";
import { HARDWARE, PRODUCT, VERSION } from "./version.ts";

/** What a runtime is put together from. */
export interface RuntimeOptions {
  readonly hal: Hal;
  /** Plugins that every vehicle has. */
  readonly common: readonly Plugin[];
  /** Vehicle types that parameter 14 can name. */
  readonly vehicles: readonly Vehicle[];
  /** Plugins from outside. */
  readonly extra?: readonly Plugin[];
  readonly log: Log;
  /** Country code for national phone numbers, such as `+49`. */
  readonly country?: string;
  /** Text messages that notices may cost in an hour; default: as the setting `sms.budget` says. */
  readonly smsBudget?: number;
  /** Whether server command 49 may send raw AT commands; default false. */
  readonly allowAt?: boolean;
  /** Whether the last known state of the vehicle is put back; default true. */
  readonly restore?: boolean;
  /** Refuses plugins from outside that do not fit, instead of leaving them out; default false. */
  readonly strict?: boolean;
  /** Sentences about what could not even be loaded. */
  readonly leftOut?: readonly string[];
  /** Whether what plugins read and hear may come from nobody, as when one is tried alone; default false. */
  readonly alone?: boolean;
  /** Whether this is a start that the owner is told about; default true. */
  readonly fresh?: boolean;
  /** Model of the computer, if the system tells. */
  readonly board?: string;
}

/** Why a message's command is not executed. */
const REFUSALS = {
  new: undefined,
  late: "too old",
  forgetful: "it could be executed again later, since the store is full",
} as const;
/** Texts for the apps that wait for a server: the newest of them. */
const FORWARDED = 20;
/** Seconds between two looks at what the drivers count. */
const DRIVERS_EVERY = 10;
const NO_SERVER: ServerTransport = {
  connected: false,
  confirms: false,
  send: () => false,
};

const MISFIT = {
  priority: "info",
  summary: "A stored setting no longer fits",
  always: true,
} as const;

/** What the owner is told of a plugin, as `core.plugin.<id>`. */
export const PLUGIN_NEWS = {
  priority: "info",
  summary: "A plugin does not run, is set aside, or runs again",
  always: true,
} as const;

/** A link that delivers records beside the server's. */
export interface RecordListener {
  readonly reader: Exclude<RecordReader, "server">;
  /** Whether records written now are to wait for it. */
  readonly wants: () => boolean;
  /** Told when there are new ones. */
  readonly told: () => void;
}

/** What the owner was told of already. */
const TOLD = { section: "plugins.told", leftOut: "left out" } as const;

/** Hears of a notice when a plugin, or the core, asks for it; `id` is the plugin and its name for it. */
export type NoticeListener = (
  id: string,
  decl: NoticeDecl,
  text?: NoticeText,
) => void;

/**
 * Puts a HAL, a vehicle type and links together.
 *
 * @example
 * ```ts
 * import { simHal } from "../hal/sim/mod.ts";
 * import hello from "../examples/hello/mod.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const hal = simHal();
 * const runtime = new Runtime({ hal, common: [hello], vehicles: [], log: () => {} });
 * runtime.start();
 * const { messages } = await runtime.text("HELLO", { link: "console", from: "", principal: "owner" });
 * deepEqual(messages, ["Hello, the battery has 0 %"]);
 * runtime.stop();
 * hal.store.close();
 * ```
 */
export class Runtime {
  readonly params: Params;
  readonly settings: Settings;
  readonly features: Features;
  readonly owner: Owner;
  readonly session: MessageSession;
  readonly notifier: Notifier;
  /** Settings of the core and its links. */
  readonly core: CoreValues;
  readonly #authority: Authority;
  readonly #doorman: Doorman;
  readonly #keeper: StoreKeeper;
  readonly #series: SeriesRecorder | undefined;
  readonly #records: RecordKeeper;
  readonly #readers = new Set<RecordListener>();
  readonly #reports = new Set<() => LinkState>();
  readonly #stops: (() => void)[] = [];
  readonly #links: (() => void)[] = [];
  /** What closes the channels of the present plugins. */
  readonly #channels: (() => void)[] = [];
  readonly #listeners: NoticeListener[] = [];
  /** Plugins from outside at present. */
  #extra: readonly Plugin[];
  #side: VehicleSide;
  #transport = NO_SERVER;
  readonly #gateNote: GateNote;
  /** Sentences about plugins that do not run. */
  #leftOut: readonly string[] = [];
  /** A restart waits for work on the bus to end. */
  #restarting = false;
  #listensToAll = false;
  #seconds = 0;
  /** Worked out when asked for, until a parameter changes. */
  #units: Units | undefined;

  /** @throws Error when plugins collide; the sentence names both */
  constructor(readonly options: RuntimeOptions) {
    const { hal, log, vehicles, extra = [] } = options;
    this.#extra = extra;
    // Now, and not only when MODULE names the type, a collision can be told to whoever starts it.
    this.settings = new Settings(hal.store);
    this.core = declareCore(this.settings);
    for (const vehicle of vehicles.flatMap(allEditions)) {
      this.settings.check(
        new Registry(this.#wanted(vehicle), vehicle).settings,
      );
    }
    this.params = new Params(hal.store, vehicles.map(({ type }) => type));
    this.features = new Features(this.params);
    this.owner = new Owner(
      hal,
      this.params,
      this.features,
      log,
      () => this.core.sms.maxParts,
    );
    this.#doorman = new Doorman(hal.store, hal.clock);
    this.#authority = new Authority(
      () => ({
        phone: this.owner.phone ?? "",
        password: this.params.get(PARAM.password),
        country: options.country ?? "",
      }),
      () => this.#lockedOut(),
    );
    this.session = this.#makeSession();
    this.#records = new RecordKeeper(
      hal.store,
      () => {
        this.session.flush();
        for (const { told } of this.#readers) told();
      },
      () => [
        ...new Set(
          [...this.#readers].filter(({ wants }) => wants())
            .map(({ reader }) => reader),
        ),
      ],
      {
        save: () => this.#side.state.save(),
        unsaved: () => this.#side.state.unsaved(),
      },
    );
    this.notifier = this.#makeNotifier();
    this.#side = this.#build(options.fresh ?? true);
    this.#openChannels();
    if (options.restore ?? true) this.#side.state.restore();
    this.#applyGate();
    this.#series = hal.series && this.#recorderOf(hal.series);
    this.#keeper = new StoreKeeper({
      store: hal.store,
      save: () => this.#side.state.save(),
      tell: (text) => this.#tellProblems(text),
      log,
    });
    this.#gateNote = new GateNote(
      this.params,
      (id, decl, text) => this.notify(id, decl, text),
    );
    this.params.watch((numbers) => this.#changed(numbers));
    this.settings.watch((name) => this.#settingChanged(name));
  }

  #recorderOf(series: Series): SeriesRecorder {
    const { store, clock } = this.options.hal;
    return new SeriesRecorder({
      series,
      metrics: () => this.host.metrics,
      monotonic: () => clock.monotonic(),
      offset: () => {
        const { wall, monotonic } = store.stamp();
        return wall === undefined ? undefined : wall - monotonic;
      },
      kept: () => keptOf(this.core.series),
    });
  }

  #makeSession(): MessageSession {
    const { params } = this;
    return new MessageSession({
      transport: this.#port(),
      view: () => this.#view(),
      store: this.options.hal.store,
      clock: this.options.hal.clock,
      command: (text) => this.#serverCommand(text),
      capabilities: () => this.capabilities(),
      groups: () => [params.get(PARAM.group1), params.get(PARAM.group2)],
      streams: () => (this.features.get(FEATURE.stream) & 1) === 1,
      log: this.options.log,
    });
  }

  #makeNotifier(): Notifier {
    const { options: { hal, log, smsBudget }, owner, session } = this;
    const registered = () => hal.gsm?.state.registered === true;
    const wishes = (channel: CoreChannel) => ({
      exists: () => owner.exists(channel),
      wants: () => owner.wants(channel),
    });
    return new Notifier({
      store: hal.store,
      log,
      answer: (verb) => this.#side.dispatcher.answer(verb),
      channels: [
        serverChannel({
          ...wishes("ip"),
          ready: () => session.connected,
          push: (text) => session.push(text),
        }),
        smsChannel({
          ...wishes("sms"),
          ready: registered,
          budget: () => smsBudget ?? this.core.sms.budget,
          send: (id, text, to) => owner.sendReported(id, text, to),
          pause: () => owner.pause(),
        }),
      ],
      updates: {
        wanted: () => owner.wants("ip"),
        ready: () => session.connected,
        send: (what) => session.changed(what),
      },
    });
  }

  // ---- parts ---------------------------------------------------------------

  get host(): Host {
    return this.#side.host;
  }
  get registry(): Registry {
    return this.#side.registry;
  }
  get vehicle(): Vehicle | undefined {
    return this.#side.vehicle;
  }
  /** Seconds since the start, by the vehicle's clock. */
  get seconds(): number {
    return this.#seconds;
  }
  get units(): Units {
    return this.#units ??= this.params.get(PARAM.units).startsWith("M")
      ? "M"
      : "K";
  }

  // ---- life ----------------------------------------------------------------

  start(): void {
    const { hal } = this.options;
    this.#openCan();
    hal.gsm?.open({
      sms: (from, text, origin) => this.sms(from, text, origin),
      report: (report) => this.owner.reports.received(report),
    });
    hal.gps?.open((report) => this.#side.inputs.position(report));
    this.#stops.push(hal.clock.every(1000, (missed) => this.second(missed)));
    this.#publish();
    this.host.start();
    this.#tellMisfits();
    this.#tellLeftOut();
    this.#keeper.start().catch((error) =>
      this.options.log("error", "store failed", { error: String(error) })
    );
  }

  /** Ends the regular work and writes what is to survive. The HAL's parts are closed by who made them. */
  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.host.stop();
    this.#side.diagnostics.close();
    this.#side.state.save(true);
    this.#series?.stop();
  }

  /**
   * One second of the vehicle's clock: network first, then vehicle. What it records is one commit.
   * @param missed seconds before it in which the program was halted, or the machine too busy
   */
  second(missed = 0): void {
    this.#seconds++;
    this.#records.together(() => this.#second(missed));
    if (this.#seconds % 60 === 0) this.#keeper.minute();
  }

  #second(missed: number): void {
    this.session.second();
    if (!this.notifier.second()) this.session.stream();
    this.#publish();
    this.host.second(missed);
    this.#series?.second();
    this.#side.poller.second();
    this.#tellOfPlugins();
    this.#gateNote.second();
  }

  #publish(): void {
    const { inputs, drivers } = this.#side, { gsm } = this.options.hal;
    if (this.#seconds % DRIVERS_EVERY === 0) drivers.publish();
    inputs.program(this.#seconds, VERSION, this.vehicle?.type ?? "");
    inputs.network({
      signal: gsm?.state.signal ?? 0,
      operator: gsm?.state.operator ?? "",
      registered: gsm?.state.registered ?? false,
      mode: gsm && networkMode(gsm.state),
      server: this.session.connected,
      apps: this.session.apps,
    });
  }

  #openCan(): void {
    const ids = this.host.frameIds();
    this.options.hal.can.open(
      (frame) => this.#side.host.frame(frame),
      this.#listensToAll ? new Map(ids.keys().map((bus) => [bus, []])) : ids,
    );
  }

  /** Whether the drivers hand over frames that nobody decodes, too. */
  get listensToAll(): boolean {
    return this.#listensToAll;
  }

  /**
   * Has the drivers hand over all frames, or again only what somebody decodes. Devices that filter are
   * opened again for that; nothing is sent.
   * @throws CommandError while a controller is worked on, whose answers would be missed
   */
  listenToAll(on: boolean): void {
    if (on === this.#listensToAll) return;
    this.#refuseWhileBusy();
    this.#listensToAll = on;
    this.#openCan();
  }

  // ---- commands --------------------------------------------------------------

  /** An SMS arrived; resolves when its answer is sent, or waits to be sent. */
  async sms(from: string, text: string, origin?: SmsOrigin): Promise<void> {
    const admission = origin ? await this.#doorman.admit(origin) : "new";
    if (admission === "again") return;
    const why = REFUSALS[admission];
    if (why !== undefined && this.#isCommand(text)) {
      const messages = [`Not executed, ${why}: ${shownCommand(text)}`];
      const outcome = { status: "denied", messages, loud: true } as const;
      this.options.log("warning", "command not executed", { why });
      return await this.owner.reply(from, outcome, this.notifier);
    }
    const call: Call = { link: "sms", from, principal: "anyone" };
    const outcome = await this.text(text, call);
    if (outcome.status === "unknown") {
      this.#forward(forwardedText(from, text));
    } else await this.owner.reply(from, outcome, this.notifier);
  }

  #isCommand(text: string): boolean {
    return this.registry.verb(splitCommand(text).verb) !== undefined;
  }

  /** A text that is no command goes to the apps, as soon as there is a server. */
  #forward(text: string): void {
    if (this.session.push(`A${text}`) || !this.owner.exists("ip")) return;
    this.notifier.queue("ip", "info:core.forwarded", text, FORWARDED);
  }

  /**
   * A text command from a link that answers itself, such as the console. The owner may give a server
   * command as well, as `M 204,55,80`: whoever sends text messages cannot.
   */
  text(line: string, from: Sender): Promise<Outcome> {
    return from.link !== "sms" && isServerCommand(line, this.registry)
      ? serverCommand(line, from, (code) => this.msg(code))
      : this.#side.dispatcher.text(line, from);
  }

  /** A command that came from the server. */
  async #serverCommand(line: string): Promise<readonly string[]> {
    const isOpen = this.#transport.forgeable === true &&
      !this.core.ovms["plain-control"];
    const lines = await this.msg(line, isOpen ? FORGEABLE : undefined);
    if (isOpen && lines.some((reply) => reply.endsWith(FORGEABLE))) {
      const [code = ""] = line.split(",", 1);
      this.options.log("warning", "command refused over a plain connection", {
        code: code.trim(),
      });
    }
    return lines;
  }

  /**
   * A server command, the part behind `MP-0 C`; resolves with the lines of its reply.
   * @param guarded why one with power over car or gateway is refused; undefined where it is not
   */
  msg(line: string, guarded?: string): Promise<readonly string[]> {
    return this.#side.dispatcher.msg(line, guarded);
  }

  /**
   * Runs a query of a plugin; undefined where there is no such one.
   * @param name full name, `<plugin>/<query>`
   * @param texts whether the arguments are texts, as in an address
   */
  query(
    name: string,
    input: unknown,
    texts: boolean,
    from: Sender,
  ): Promise<Queried> | undefined {
    const entry = this.registry.queries.get(name);
    return entry &&
      this.#side.dispatcher.query(entry, name, input, texts, from);
  }

  // ---- server ----------------------------------------------------------------

  /** Connects the message session with a server link; returns what takes it away again. */
  attachServer(transport: ServerTransport): () => void {
    this.#transport = transport;
    return () => {
      if (this.#transport === transport) this.#transport = NO_SERVER;
    };
  }

  /** Runs `restart` whenever the links have to start again. */
  onReconnect(restart: () => void): void {
    this.#links.push(restart);
  }

  /** A transport that stands for whichever link is attached at the time. */
  #port(): ServerTransport {
    const current = () => this.#transport;
    return {
      get connected() {
        return current().connected;
      },
      get confirms() {
        return current().confirms;
      },
      get discards() {
        return current().discards ?? false;
      },
      ask: () => current().ask?.(),
      send: (lines) => current().send(lines),
    };
  }

  /** What messages are composed from, as it is now. */
  #view(): View {
    const { vehicle, host: { metrics }, options: { hal: { gsm } } } = this;
    const type = vehicle?.type ?? "";
    return {
      get: (name) => metrics.look(name),
      units: this.units,
      version: `${VERSION}/${type}${this.#side.edition}/${HARDWARE}`,
      vehicleType: type,
      hardware: this.options.board
        ? `${PRODUCT} ${this.options.board}`
        : PRODUCT,
      signal: gsm?.state.signal ?? 0,
      operator: gsm?.state.operator ?? "",
      canWrite: this.features.get(FEATURE.canWrite),
      overrides: vehicle?.messages ?? {},
    };
  }

  /** The capabilities line `V...`. */
  capabilities(): string {
    return capabilitiesOf(this.registry, this.options.common);
  }

  /** From now on what the server gets waits for another reader as well; returns what ends that. */
  readRecords(listener: RecordListener): () => void {
    this.#readers.add(listener);
    return () => void this.#readers.delete(listener);
  }

  // ---- notices ---------------------------------------------------------------

  /** Runs `listener` with every notice, whatever the owner wants of it. */
  onNotice(listener: NoticeListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Adds a channel of a link; returns what takes it away again.
   * @throws Error when there is one of this name
   */
  openChannel(channel: Channel): () => void {
    return this.notifier.open(channel);
  }

  /** Tells the owner something, as plugins do. */
  notify(id: string, decl: NoticeDecl, text?: NoticeText): void {
    for (const listener of this.#listeners) listener(id, decl, text);
    this.notifier.request(id, decl, text).catch((error) => {
      const details = { notice: id, error: String(error) };
      this.options.log("error", "notice failed", details);
    });
  }

  /** The channels of the present plugins, in the place of those of former ones. */
  #openChannels(): void {
    for (const close of this.#channels.splice(0)) close();
    const { registry, host } = this.#side, { clock } = this.options.hal;
    for (const channel of pluginChannels(registry, host, clock)) {
      this.#channels.push(this.notifier.open(channel));
    }
  }

  #lockedOut(): void {
    this.options.log("warning", "caller locked out");
    this.notify(
      "core.lockout",
      {
        priority: "alarm",
        summary: "Somebody tried wrong passwords",
        always: true,
      },
      "A phone number is locked out for 15 minutes: five wrong passwords",
    );
  }

  /** Queues what is wrong with the store for the owner; false while there is no way to them. */
  async #tellProblems(text: string): Promise<boolean> {
    const decl = {
      priority: "alarm",
      summary: "The store was damaged",
      always: true,
    } as const;
    await this.notifier.request("core.store", decl, text);
    return this.notifier.reaches;
  }

  /** A setting that no longer fits has its default, which the owner is told once. */
  #tellMisfits(): void {
    const misfits = this.settings.takeMisfits();
    for (const text of misfits) this.options.log("warning", text);
    if (misfits.length > 0) this.notify("core.settings", MISFIT, misfits);
  }

  /** Which plugins do not run, the owner is told once, until it is different. */
  #tellLeftOut(): void {
    const { store } = this.options.hal, now = this.#leftOut.join("\n");
    if ((store.get(TOLD.section, TOLD.leftOut) ?? "") === now) return;
    try {
      store.put(TOLD.section, { [TOLD.leftOut]: now || undefined });
    } catch {
      // The disk is full, which the store tells; the owner is then told twice rather than never.
    }
    if (now !== "") this.notify("core.plugins", PLUGIN_NEWS, this.#leftOut);
  }

  /** The owner hears of a plugin that is set aside, and when it is well again. */
  #tellOfPlugins(): void {
    for (const { plugin, is, text } of this.host.takeNews()) {
      // A driver may filter: it has to hear of frames that nobody wanted in the meantime
      if (is === "tried") this.#openCan();
      else this.notify(`core.plugin.${plugin}`, PLUGIN_NEWS, text);
    }
  }

  // ---- change of settings ------------------------------------------------------

  #changed(numbers: ReadonlySet<number>): void {
    this.#units = undefined;
    this.#keeper.changed();
    if (numbers.has(FEATURE.canWrite + FEATURE_MIRROR)) this.#applyGate();
    if (numbers.has(PARAM.vehicleType)) this.restart();
  }

  /** Another edition of the vehicle takes effect at once, as another type does. */
  #settingChanged(name: string): void {
    const { vehicle } = this;
    if (vehicle && editionSetting(vehicle) === name) this.restart();
  }

  /** Whether feature 15 allows to write to the car. */
  #mayWrite(vehicle: Vehicle | undefined): boolean {
    const value = this.features.get(FEATURE.canWrite);
    return (value & (vehicle?.writeBits ?? FEATURE_MAX)) !== 0;
  }

  /** The gate follows feature 15; work under way ends safely, and plugins settle, before it closes. */
  #applyGate(): void {
    const { can } = this.options.hal, { work } = this.#side.nodes;
    const apply = () => {
      can.writable = this.#mayWrite(this.vehicle);
      if (can.writable) this.host.gateOpened();
    };
    const ended = this.#mayWrite(this.vehicle)
      ? undefined
      : work.end("Writing to the car was switched off");
    if (ended) void ended.then(apply);
    else apply();
  }

  /**
   * Starts the vehicle side again, with the type that parameter 14 names; known values stay. Work on the
   * bus that is under way ends safely before.
   */
  restart(): void {
    const { work } = this.#side.nodes;
    if (this.#restarting) return;
    const ended = work.close("The program starts again");
    const again = () => {
      this.#startAgain();
      this.reconnect();
    };
    if (!ended) return again();
    this.#restarting = true;
    ended.then(() => {
      this.#restarting = false;
      again();
    }).catch((error) =>
      this.options.log("error", "restart failed", { error: String(error) })
    );
  }

  /** Ends work on the bus safely, before the program stops; resolves when it has, or after ten seconds. */
  async settle(): Promise<void> {
    await this.#side.nodes.work.close("The program ends");
  }

  #startAgain(): void {
    const before = this.#side, next = this.#build(false);
    before.nodes.close();
    before.host.stop();
    before.diagnostics.close();
    before.state.save();
    this.#side = next;
    this.#openChannels();
    if (before.vehicle?.type === this.vehicle?.type) {
      this.host.metrics.takeOver(before.host.metrics);
    } else this.#side.state.restore();
    this.#applyGate();
    this.#openCan();
    this.#publish();
    this.host.start();
    this.#tellMisfits();
    this.#tellLeftOut();
  }

  /**
   * Puts plugins from outside in the place of others; metrics and what is kept stay.
   * @throws CommandError while a controller is worked on, and an Error when the new ones do not go
   * together with the rest: then the others go on
   */
  exchange(from: readonly Plugin[], to: readonly Plugin[]): void {
    this.#refuseWhileBusy();
    const before = this.#extra;
    const at = before.findIndex((plugin) => from.includes(plugin));
    const rest = before.filter((plugin) => !from.includes(plugin));
    this.#extra = rest.toSpliced(at < 0 ? rest.length : at, 0, ...to);
    try {
      const fits = this.#plugins(this.vehicle);
      if (!to.every((plugin) => fits.includes(plugin))) {
        throw new Error(this.#leftOut.join("; "));
      }
      this.#startAgain();
    } catch (error) {
      this.#extra = before;
      throw error;
    }
  }

  /** @throws CommandError while a controller is worked on */
  #refuseWhileBusy(): void {
    if (!this.#restarting && !this.#side.nodes.work.busy()) return;
    throw new CommandError(
      "A controller is being worked on: try again when that has ended",
    );
  }

  /**
   * Takes over what somebody else put into the store, as a restored backup: parameters by number, settings
   * by name. The vehicle's side and the links start again.
   */
  takeOver(numbers: Iterable<number>, names: Iterable<string>): void {
    this.params.reload(numbers);
    this.settings.reload(names);
    this.restart();
  }

  /** Starts the links again. */
  reconnect(): void {
    for (const restart of this.#links) restart();
  }

  /** Plugins that have to fit. */
  #wanted(vehicle: Vehicle | undefined): readonly Plugin[] {
    const { common, strict } = this.options;
    return [...common, ...vehicle?.plugins ?? [], ...strict ? this.#extra : []];
  }

  #plugins(vehicle: Vehicle | undefined): readonly Plugin[] {
    const { strict, alone, leftOut = [] } = this.options;
    const { plugins, leftOut: unfit } = fitting({
      own: this.#wanted(vehicle),
      extra: strict ? [] : this.#extra,
      vehicle,
      alone: alone ?? false,
      checkSettings: (claims) => this.settings.check(claims),
    });
    this.#leftOut = [...leftOut, ...unfit];
    for (const text of unfit) this.options.log("warning", text);
    return plugins;
  }

  #build(fresh: boolean): VehicleSide {
    const { params, features, session, notifier, options } = this;
    const type = params.get(PARAM.vehicleType);
    const known = options.vehicles.find((known) => type.startsWith(known.type));
    const { vehicle, edition } = known
      ? inEdition(known, this.settings)
      : { vehicle: undefined, edition: "" };
    const plugins = this.#plugins(vehicle);
    const units = () => this.units;
    return makeVehicleSide({
      vehicle,
      edition,
      plugins: [
        ...plugins,
        ...rescuers(
          plugins,
          options.vehicles.flatMap(({ plugins }) => plugins),
          options.hal.store,
          options.log,
        ),
      ],
      alone: options.alone ?? false,
      authority: this.#authority,
      log: options.log,
      core: {
        hal: options.hal,
        params,
        settings: this.settings,
        features,
        session,
        notifier,
        fresh,
        allowsAt: options.allowAt ?? false,
        mayWrite: () => this.#mayWrite(vehicle),
        capabilities: () => this.capabilities(),
        restart: () => this.restart(),
        reconnect: () => this.reconnect(),
        listenAgain: () => this.#openCan(),
        problems: () => this.problems(),
        drivers: () => this.drivers(),
        links: () => this.links(),
      },
      context: {
        user: {
          get units() {
            return units();
          },
        },
        settings: (id, decls) => this.settings.of(id, decls),
        now: () => this.#seconds,
        watched: () => session.apps > 0,
        forms: () => this.core.ovms.records,
        record: (record, queue) => this.#records.add(record, queue),
        together: (work) => this.#records.together(work),
        notify: (id, decl, text) => this.notify(id, decl, text),
      },
    });
  }

  // ---- health ------------------------------------------------------------------

  /** Sentences about what is wrong at present. */
  problems(): readonly string[] {
    const aside = this.host.plugins.filter((loaded) => loaded.aside);
    return [
      ...this.options.hal.store.problems,
      ...this.#gateNote.problems,
      ...this.#leftOut,
      ...aside.map(({ plugin: { id }, faults }) =>
        `Plugin ${id} is set aside after ${faults} faults: it is tried again by itself, and the log tells why`
      ),
      ...pollProblems(this.#side.poller),
    ];
  }

  /** All devices and parts of the gateway, each with state and counters. */
  devices(): readonly DeviceState[] {
    return devicesOf(this.options.hal, this.#drivers());
  }

  #drivers(): readonly DriverState[] {
    return [
      ...driversOf(this.options.hal),
      ...pollsAsDriver(this.#side.poller),
      ...damagedFrames(this.host.damaged),
    ];
  }

  /** A line for each driver: name, state, counters. */
  drivers(): readonly string[] {
    const { state } = this.#transport;
    const server = state === undefined ? [] : [`Server: ${state}`];
    const all = this.#drivers();
    const links = [...this.#reports].map((report) => report()).map((
      { name, state },
    ) => `${name}: ${state}`);
    return [...all.map(driverText), ...server, ...links];
  }

  /** The links as they are now, for people. */
  links(): readonly LinkState[] {
    const { gsm } = this.options.hal, { state: server } = this.#transport;
    return [
      ...(gsm
        ? [{
          name: "Mobile network",
          state: gsm.state.registered
            ? `registered at ${gsm.state.operator || "an operator"}`
            : gsm.problem ?? "not registered",
          problems: [...gsm.notes ?? []],
        }]
        : []),
      ...(server === undefined
        ? []
        : [{ name: "OVMS server", state: server, problems: [] }]),
      ...[...this.#reports].map((report) => report()),
    ];
  }

  /** Adds a link to those that are told of; returns what takes it away again. */
  report(state: () => LinkState): () => void {
    this.#reports.add(state);
    return () => void this.#reports.delete(state);
  }
}

/** Kind and state of the mobile network, such as `LTE,Online`, as today's apps read it. */
function networkMode({ technology, registered }: GsmState): string {
  const state = registered ? "Online" : "Offline";
  return technology ? `${technology},${state}` : state;
}

/** A command in an answer; of one with a password the verb only. */
function shownCommand(text: string): string {
  const { verb, words } = splitCommand(text);
  return ["PASS", "REGISTER", "SERVER"].includes(verb)
    ? verb
    : [verb, ...words].join(" ").slice(0, 100);
}
