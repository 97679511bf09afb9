import type { GpsFix, GsmLeds, Hal } from "../hal/mod.ts";
import { Authority } from "./auth.ts";
import { SdoClient } from "./canopen/mod.ts";
import { makeContext } from "./context.ts";
import { Dispatcher, type Outcome } from "./dispatch.ts";
import { CAR_BITS, FEATURE, Features } from "./features.ts";
import type { Handles } from "./handles.ts";
import { Host } from "./host.ts";
import { Inputs } from "./inputs.ts";
import type { Log } from "./log.ts";
import { capabilitiesMessage, type View } from "./messages/compose.ts";
import { MessageSession, type ServerTransport } from "./messages/session.ts";
import { type Channel, Notifier } from "./notify.ts";
import { PARAM, parameters, Params } from "./params.ts";
import type { Call, NoticeDecl, Plugin, Vehicle } from "./plugin.ts";
import { Registry } from "./registry.ts";
import { splitSms } from "./sms.ts";
import type { Units } from "./units.ts";
import { VehicleState } from "./vehicle_state.ts";
import { HARDWARE, VERSION } from "./version.ts";

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
  /** Text messages that notices may cost in an hour; default 20. */
  readonly smsBudget?: number;
  /** Whether server command 49 may send raw AT commands; default false. */
  readonly allowAt?: boolean;
  /** Whether the last known state of the vehicle is put back; default true. */
  readonly restore?: boolean;
  /** Whether this is a start that the owner is told about; default true. */
  readonly fresh?: boolean;
}

/** Codes in the order in which the original announced them. */
const ANNOUNCED = [1, 2, 3, 4, 5, 6, 40, 41, 49];
/** Longest forwarded text. */
const FORWARDED = 170;
/** Between two messages of one answer, ms. */
const SMS_PAUSE = 3000;
const NO_PHONE = "NOPHONE";
/** LED codes without a modem. */
const NO_MODEM: GsmLeds = { green: 0, red: 2 };
const NOTHING: ServerTransport = {
  connected: false,
  confirms: false,
  send: () => false,
};

/** Everything that belongs to one vehicle type and is made anew when the type changes. */
interface Side {
  readonly vehicle: Vehicle | undefined;
  readonly host: Host;
  readonly registry: Registry;
  readonly dispatcher: Dispatcher;
  readonly inputs: Inputs;
  readonly state: VehicleState;
}

/**
 * Puts a HAL, a vehicle type and links together.
 *
 * @example
 * ```ts
 * const runtime = new Runtime({ hal, common: [framework], vehicles: [rt], log });
 * runtime.start();
 * const outcome = await runtime.text("STAT?", { link: "console", from: "", principal: "owner" });
 * await runtime.stop();
 * ```
 */
export class Runtime {
  readonly params: Params;
  readonly features: Features;
  readonly session: MessageSession;
  readonly notifier: Notifier;
  #side: Side;
  #transport = NOTHING;
  #seconds = 0;
  readonly #authority: Authority;
  readonly #stops: (() => void)[] = [];
  readonly #links: (() => void)[] = [];

  /** @throws Error when plugins collide; the sentence names both */
  constructor(readonly options: RuntimeOptions) {
    const { hal, log } = options, { store } = hal;
    this.params = new Params(store);
    this.features = new Features(this.params);
    this.#authority = new Authority(
      () => ({
        phone: this.#phone() ?? "",
        password: this.params.get(PARAM.password),
        country: options.country ?? "",
      }),
      () => this.#lockedOut(),
    );
    this.session = new MessageSession({
      transport: this.#port(),
      view: () => this.#view(),
      store,
      command: (text) => this.#side.dispatcher.msg(text),
      capabilities: () => this.#capabilities(),
      groups:
        () => [this.params.get(PARAM.group1), this.params.get(PARAM.group2)],
      streams: () => (this.features.get(FEATURE.stream) & 1) === 1,
      log,
    });
    this.notifier = new Notifier({
      store,
      log,
      budget: options.smsBudget ?? 20,
      answer: (verb) => this.#side.dispatcher.answer(verb),
      wants: (channel) => this.#wants(channel),
      exists: (channel) => this.#exists(channel),
      ready: (channel) =>
        channel === "ip"
          ? this.session.connected
          : hal.gsm?.state.registered === true,
      push: (text) => this.session.push(text),
      update: (what) => this.session.changed(what),
      sms: (text) => this.#sendSms(this.#phone() ?? "", [text]),
    });
    this.#side = this.#build(options.restore ?? true);
    this.#applyGate();
    this.params.watch((numbers) => this.#changed(numbers));
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
    return this.params.get(PARAM.units).startsWith("M") ? "M" : "K";
  }

  // ---- life ----------------------------------------------------------------

  start(): void {
    const { hal } = this.options;
    this.#openCan();
    hal.gsm?.open({ sms: (from, text) => this.sms(from, text) });
    hal.gps?.open((report) => this.#position(report));
    this.#stops.push(hal.clock.every(1000, () => this.second()));
    this.#publish();
    this.host.start();
  }

  /** Ends the regular work and writes what is to survive. The HAL's parts are closed by who made them. */
  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.host.stop();
    this.#side.state.save();
  }

  /** One second of the vehicle's clock: network first, then vehicle. */
  second(): void {
    this.#seconds++;
    this.session.second();
    this.notifier.second();
    this.#publish();
    this.host.second();
    if (this.#seconds % 60 === 0) this.#minute();
  }

  #minute(): void {
    const { store } = this.options.hal;
    try {
      store.date();
      this.#side.state.save();
      if (this.#seconds % 3600 === 0) store.prune();
    } catch (error) {
      this.options.log("error", "store failed", { error: String(error) });
    }
  }

  #publish(): void {
    const { inputs } = this.#side, { gsm } = this.options.hal;
    inputs.program(this.#seconds, VERSION, this.vehicle?.type ?? "");
    inputs.network({
      signal: gsm?.state.signal ?? 0,
      operator: gsm?.state.operator ?? "",
      registered: gsm?.state.registered ?? false,
      server: this.session.connected,
      apps: this.session.apps,
    });
  }

  #position(report: GpsFix): void {
    this.#side.inputs.position(report);
  }

  #openCan(): void {
    this.options.hal.can.open(
      (frame) => this.#side.host.frame(frame),
      this.host.frameIds(),
    );
  }

  // ---- commands --------------------------------------------------------------

  /** An SMS arrived; resolves when its answer is sent. */
  async sms(from: string, text: string): Promise<void> {
    const outcome = await this.#side.dispatcher.text(text, {
      link: "sms",
      from,
      principal: "anyone",
    });
    if (outcome.status === "unknown") {
      this.#forward(from, text);
      return;
    }
    if (this.#mute(outcome)) return;
    try {
      await this.#sendSms(from, outcome.messages);
    } catch (error) {
      this.options.log("warning", "answer not sent", { error: String(error) });
    }
  }

  #mute(outcome: Outcome): boolean {
    const bits = this.features.get(FEATURE.carBits);
    if (outcome.status === "denied") {
      return (bits & (CAR_BITS.noDenial | CAR_BITS.noSms)) !== 0;
    }
    return !outcome.loud && (bits & CAR_BITS.noSms) !== 0;
  }

  async #sendSms(to: string, messages: readonly string[]): Promise<void> {
    const { gsm } = this.options.hal;
    if (!gsm || to === "") return;
    const parts = messages.flatMap(splitSms);
    for (const [i, part] of parts.entries()) {
      if (i > 0) await this.#sleep(SMS_PAUSE);
      await gsm.send(to, part);
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) =>
      void this.options.hal.clock.after(ms, resolve)
    );
  }

  /** A text that is no command goes to the apps. */
  #forward(from: string, text: string): void {
    const plain = text.replaceAll(/\r\n|[\r\n]/g, " ").trim();
    const shown = plain.replace(/^\S+/, (word) => word.toUpperCase()).slice(
      0,
      FORWARDED,
    );
    const push = `SMS FROM: ${from} - MSG: ${shown}`;
    if (this.session.push(`A${push}`)) return;
    if (this.#exists("ip")) {
      this.options.hal.store.enqueue({
        channel: "ip",
        kind: "info:forwarded",
        text: push,
      });
    }
  }

  /** A text command from a link that answers itself, such as the console. */
  text(line: string, from: Call): Promise<Outcome> {
    return this.#side.dispatcher.text(line, from);
  }

  /** A server command, the part behind `MP-0 C`; resolves with the lines of its reply. */
  msg(line: string): Promise<readonly string[]> {
    return this.#side.dispatcher.msg(line);
  }

  // ---- server ----------------------------------------------------------------

  /** Connects the message session with a server link; returns what takes it away again. */
  attachServer(transport: ServerTransport): () => void {
    this.#transport = transport;
    return () => this.#transport = NOTHING;
  }

  /** Runs `restart` whenever the settings of links changed. */
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
      send: (lines) => current().send(lines),
    };
  }

  /** What messages are composed from, as it is now. */
  #view(): View {
    const { metrics } = this.host,
      { gsm } = this.options.hal,
      type = this.vehicle?.type ?? "";
    return {
      get: (name) => {
        const slot = metrics.find(name);
        return slot
          ? metrics.snapshot(slot)
          : { value: undefined, freshness: "unknown", age: undefined };
      },
      units: this.units,
      version: `${VERSION}/${type}/${HARDWARE}`,
      vehicleType: type,
      signal: gsm?.state.signal ?? 0,
      operator: gsm?.state.operator ?? "",
      canWrite: this.features.get(FEATURE.canWrite),
      overrides: this.vehicle?.messages ?? {},
    };
  }

  #capabilities(): string {
    const common = new Set(this.options.common.map(({ id }) => id));
    const codes = [...this.registry.codes].map(([code, { owner }]) => ({
      code: Number(code),
      owner,
    }));
    const all = codes.map(({ code }) => code);
    const vehicles = codes.filter(({ owner }) => !common.has(owner)).map((
      { code },
    ) => code);
    const announced = ANNOUNCED.filter((code) => all.includes(code));
    const rest = all.filter((code) =>
      !announced.includes(code) && !vehicles.includes(code)
    );
    return capabilitiesMessage(vehicles, announced, rest);
  }

  // ---- owner -----------------------------------------------------------------

  /** The registered phone, or undefined while there is none. */
  #phone(): string | undefined {
    const phone = this.params.get(PARAM.phone);
    return phone === "" || phone === NO_PHONE ? undefined : phone;
  }

  #wants(channel: Channel): boolean {
    return this.params.get(PARAM.notifications).includes(
      channel === "sms" ? "SMS" : "IP",
    );
  }

  #exists(channel: Channel): boolean {
    if (channel === "ip") return this.params.get(PARAM.server) !== "";
    const silent = (this.features.get(FEATURE.carBits) & CAR_BITS.noSms) !== 0;
    return this.options.hal.gsm !== undefined && this.#phone() !== undefined &&
      !silent;
  }

  #notify(
    id: string,
    decl: NoticeDecl,
    text?: Parameters<Notifier["request"]>[2],
  ): void {
    this.notifier.request(id, decl, text).catch((error) => {
      this.options.log("error", "notice failed", {
        notice: id,
        error: String(error),
      });
    });
  }

  #lockedOut(): void {
    this.options.log("warning", "caller locked out");
    this.#notify(
      "core.lockout",
      {
        priority: "alarm",
        summary: "Somebody tried wrong passwords",
        always: true,
      },
      "A phone number is locked out for 15 minutes: five wrong passwords",
    );
  }

  // ---- change of settings ------------------------------------------------------

  #changed(numbers: ReadonlySet<number>): void {
    if (numbers.has(FEATURE.canWrite + 16)) this.#applyGate();
    if (numbers.has(PARAM.vehicleType)) this.restart();
  }

  #applyGate(): void {
    this.options.hal.can.writable = this.features.get(FEATURE.canWrite) > 0;
  }

  /** Starts the vehicle side again, with the type that parameter 14 names; known values stay. */
  restart(): void {
    const before = this.#side;
    before.host.stop();
    before.state.save();
    this.#side = this.#build(true);
    this.#openCan();
    this.#publish();
    this.host.start();
    this.reconnect();
  }

  /** Starts the links again. */
  reconnect(): void {
    for (const restart of this.#links) restart();
  }

  #build(restore: boolean): Side {
    const { common, vehicles, extra = [], log, hal } = this.options;
    const type = this.params.get(PARAM.vehicleType);
    const vehicle = vehicles.find((candidate) =>
      type.startsWith(candidate.type)
    );
    const plugins = [...common, ...vehicle?.plugins ?? [], ...extra];
    const registry = new Registry(plugins), host = new Host(plugins, log);
    const dispatcher = new Dispatcher(
      registry,
      host,
      this.#authority,
      hal.clock,
    );
    const handles = this.#handles(host);
    const user = this.#user();
    host.wire((plugin) =>
      makeContext(plugin, {
        metrics: host.metrics,
        handles,
        user,
        now: () => this.#seconds,
        feature: (slot) => this.features.get(slot),
        setFeature: (slot, text, who) =>
          this.features.set(slot, text, this.#who(who)),
        record: (record, queue) => this.#record(record, queue),
        notify: (id, decl, text) => this.#notify(id, decl, text),
      })
    );
    const inputs = new Inputs(host.metrics);
    const state = new VehicleState(
      hal.store,
      host.metrics,
      vehicle?.type ?? "",
    );
    if (restore) state.restore();
    return { vehicle, host, registry, dispatcher, inputs, state };
  }

  #user(): { readonly units: Units } {
    const units = () => this.units;
    return {
      get units() {
        return units();
      },
    };
  }

  #record(record: Parameters<Hal["store"]["record"]>[0], queue: boolean): void {
    this.options.hal.store.record(record, queue);
    if (queue) this.session.flush();
  }

  /** The handles as plugins see them; those that write know the plugin's name for the journal. */
  #handles(host: Host): (plugin: Plugin) => Handles {
    const { hal } = this.options, sdo = this.#sdo(host);
    return (plugin) => {
      const section = `plugin.${plugin.id}`;
      const who = () => this.#who(`plugin ${plugin.id}`);
      return {
        can: { tx: { send: (id, data) => hal.can.send(id, data) }, sdo },
        clock: { wall: () => hal.clock.wall(), sleep: (ms) => this.#sleep(ms) },
        gsm: this.#gsm(),
        params: {
          get: (number) => this.params.get(number),
          set: (values) => this.params.set(values, who()),
          table: parameters,
        },
        slots: {
          get: (slot) => this.features.get(slot),
          set: (slot, text) => this.features.set(slot, text, who()),
        },
        messages: this.#messages(),
        memory: {
          get: (key) => hal.store.get(section, key),
          entries: () => hal.store.entries(section),
          put: (changes) => hal.store.put(section, changes),
          journal: (entry) => void hal.store.journal(entry),
        },
        supply: hal.supply,
        system: this.#system(host),
      };
    };
  }

  /** For the journal: the command that runs at present, else the plugin that acts by itself. */
  #who(otherwise: string): string {
    const call = this.#side.dispatcher.current;
    return call ? `${call.link} ${call.principal}` : otherwise;
  }

  #sdo(host: Host): Handles["can"]["sdo"] {
    const { can, clock } = this.options.hal,
      clients = new Map<number, SdoClient>();
    return {
      get writable() {
        return can.writable;
      },
      node(id) {
        const known = clients.get(id);
        if (known) return known;
        const client = new SdoClient({
          node: id,
          clock,
          send: (to, data) => can.send(to, data),
        });
        host.listen(client.replyId, (frame) => client.receive(frame.data));
        clients.set(id, client);
        return client;
      },
    };
  }

  #gsm(): Handles["gsm"] {
    const { gsm } = this.options.hal;
    const absent = () =>
      Promise.reject(
        new Error("There is no modem: connect one and name it with --modem"),
      );
    return {
      present: gsm !== undefined,
      get state() {
        return gsm?.state.number ?? 0;
      },
      get registered() {
        return gsm?.state.registered ?? false;
      },
      get signal() {
        return gsm?.state.signal ?? 0;
      },
      get operator() {
        return gsm?.state.operator ?? "";
      },
      get leds() {
        return gsm?.leds ?? NO_MODEM;
      },
      send: (to, text) => gsm ? gsm.send(to, text) : absent(),
      ussd: (code) => gsm ? gsm.ussd(code) : absent(),
      command: (at) => gsm ? gsm.command(at) : absent(),
    };
  }

  #messages(): Handles["messages"] {
    const { session } = this, capabilities = () => this.#capabilities();
    return {
      get connected() {
        return session.connected;
      },
      get apps() {
        return session.apps;
      },
      changed: (what) => this.notifier.update(what),
      now: (code) => session.now(code),
      push: (text) => void session.push(`A${text}`),
      capabilities,
    };
  }

  #system(host: Host): Handles["system"] {
    const { options } = this;
    return {
      version: VERSION,
      vehicleType: this.params.get(PARAM.vehicleType).slice(0, 2),
      vehicleName:
        options.vehicles.find(({ type }) =>
          this.params.get(PARAM.vehicleType).startsWith(type)
        )?.name ?? "",
      fresh: options.fresh ?? true,
      allowsAt: options.allowAt ?? false,
      commands: () => this.registry.commands(),
      run: (line) => this.#side.dispatcher.within(line),
      restart: () => void options.hal.clock.after(0, () => this.restart()),
      reconnect: () => void options.hal.clock.after(0, () => this.reconnect()),
      problems: () => this.problems(),
      get faults() {
        return host.plugins.reduce((sum, { faults }) => sum + faults, 0);
      },
      drivers: () => this.drivers(),
      muteCharge: (seconds) => this.notifier.muteCharge(seconds),
    };
  }

  /** Sentences about what is wrong at present. */
  problems(): readonly string[] {
    const aside = this.host.plugins.filter((loaded) => loaded.aside)
      .map(({ plugin, faults }) =>
        `Plugin ${plugin.id} is set aside after ${faults} faults`
      );
    return [...this.options.hal.store.problems, ...aside];
  }

  /** A line for each driver: name, state, counters. */
  drivers(): readonly string[] {
    const { can } = this.options.hal, { counters: c } = can;
    return [
      `CAN: ${can.name}, ${can.state}, ${c.received} received, ${c.errors} errors, ${c.overruns} overruns, ${c.reopened} reopened`,
    ];
  }
}
