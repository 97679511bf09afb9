import type { Gps } from "../hal/mod.ts";
import type { Queried } from "./commands/queries.ts";
import { Authority } from "./commands/auth.ts";
import type { Registry } from "./commands/registry.ts";
import type { Sender } from "./commands/sensitive.ts";
import { isServerCommand, serverCommand } from "./commands/server_command.ts";
import type { LinkName } from "./contract/calls.ts";
import type { Outcome } from "./contract/commands.ts";
import type { NoticeDecl, NoticeText } from "./contract/notices.ts";
import type { Units } from "./contract/units.ts";
import type { Vehicle } from "./contract/vehicle.ts";
import { Health } from "./health.ts";
import { HeldUp } from "./held_up.ts";
import type { LinkServices } from "./links/link.ts";
import { type SmsLink, smsLink } from "./links/sms/mod.ts";
import { networkState } from "./metrics/inputs.ts";
import { capabilitiesOf } from "./messages/capabilities.ts";
import { MessageSession } from "./messages/session.ts";
import type { ServerTransport } from "./messages/transport.ts";
import { viewOf } from "./messages/view.ts";
import type { RuntimeOptions } from "./options.ts";
import { coreChannels } from "./owner/core_channels.ts";
import { CoreNews } from "./owner/core_news.ts";
import { Notifier } from "./owner/notify.ts";
import { Owner } from "./owner/owner.ts";
import { Later } from "./records/later.ts";
import { RecordKeeper } from "./records/record_keeper.ts";
import { StoreKeeper } from "./records/store_keeper.ts";
import type { SeriesRecorder } from "./series/recorder.ts";
import { recorderOf } from "./series/recording.ts";
import { type CoreValues, declareCore } from "./settings/core_settings.ts";
import { FEATURE, Features } from "./settings/features.ts";
import { GateNote } from "./settings/gate_note.ts";
import { FEATURE_MIRROR, PARAM, Params } from "./settings/params.ts";
import { Settings } from "./settings/settings.ts";
import type { Host } from "./vehicle/host.ts";
import { type FromOutside, PluginChoice } from "./vehicle/plugin_choice.ts";
import { PresentSide } from "./vehicle/present_side.ts";
import type { VehicleSide } from "./vehicle/vehicle_side.ts";
import { VERSION } from "./version.ts";

/**
 * Puts a HAL, a vehicle type and links together.
 *
 * @example
 * ```ts
 * import { Runtime } from "./runtime.ts";
 * import { simHal } from "../hal/sim/mod.ts";
 * import hello from "../examples/hello/mod.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const hal = simHal();
 * const runtime = new Runtime({ hal, common: [hello], vehicles: [], log: () => {} });
 * runtime.start();
 * const { messages } = await runtime.text("HELLO", { link: "console", from: "", principal: "owner" });
 * deepEqual(messages, ["Hello, nobody knows the battery yet"]);
 * runtime.stop();
 * hal.store.close();
 * ```
 */
export class Runtime implements LinkServices {
  readonly params: Params;
  readonly settings: Settings;
  readonly features: Features;
  readonly owner: Owner;
  readonly session: MessageSession;
  readonly notifier: Notifier;
  readonly core: CoreValues;
  readonly records: RecordKeeper;
  readonly health: Health;
  readonly #reconnects = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  readonly #choice: PluginChoice;
  readonly #present: PresentSide;
  /** Values of plugins that wait for the next write. */
  readonly #later: Later;
  readonly #series: SeriesRecorder | undefined;
  readonly #keeper: StoreKeeper;
  readonly #news: CoreNews;
  readonly #gateNote: GateNote;
  readonly #heldUp: HeldUp;
  #seconds = 0;
  #sms: SmsLink | undefined;
  /** The receiver that was opened. */
  #gps: Gps | undefined;
  /** Worked out when asked for, until a parameter changes. */
  #units: Units | undefined;

  /** @throws Error when plugins collide; the sentence names both */
  constructor(readonly options: RuntimeOptions) {
    const { hal, log, vehicles } = options, { store } = hal;
    this.#heldUp = new HeldUp(hal.clock);
    this.settings = new Settings(store);
    this.core = declareCore(this.settings);
    for (const [part, decls] of Object.entries(options.settings ?? {})) {
      this.settings.declare(part, decls);
    }
    this.#choice = new PluginChoice(options, this.settings);
    this.params = new Params(store, vehicles.map(({ type }) => type));
    this.features = new Features(this.params);
    this.owner = new Owner(hal, this.params, this.features);
    this.session = this.#makeSession();
    this.#later = new Later(store);
    this.records = new RecordKeeper(
      store,
      () => this.session.flush(),
      () => [this.#side.state, this.#later],
    );
    this.notifier = this.#makeNotifier();
    const { notifier } = this, notify = this.notify.bind(this);
    this.#news = new CoreNews({ store, log, notifier, notify });
    const gate = this.#gateNote = new GateNote(this.params, notify);
    this.health = new Health(
      hal,
      () => this.#side,
      () => [...gate.problems, ...this.#choice.leftOut],
    );
    this.#present = this.#makePresent();
    this.#present.begin();
    this.#series = recorderOf(hal, this.core, () => this.host.metrics);
    this.#keeper = new StoreKeeper({
      store,
      save: () => this.#side.state.save(),
      tell: (text) => this.#news.damaged(text),
      log,
    });
    this.params.watch((numbers) => this.#changed(numbers));
    this.settings.watch((name) => this.#present.settingChanged(name));
  }

  // ---- parts ---------------------------------------------------------------

  get #side(): VehicleSide {
    return this.#present.side;
  }
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
  get isLate(): boolean {
    return this.#heldUp.isLate;
  }
  get units(): Units {
    return this.#units ??= this.params.get(PARAM.units).startsWith("M")
      ? "M"
      : "K";
  }

  #makeSession(): MessageSession {
    const { params, features, options: { hal, log, board } } = this;
    return new MessageSession({
      view: () =>
        viewOf({
          metrics: this.host.metrics,
          units: this.units,
          vehicle: this.vehicle,
          edition: this.#side.edition,
          board,
          gsm: hal.gsm,
          canWrite: features.get(FEATURE.canWrite),
        }),
      store: hal.store,
      clock: hal.clock,
      isLate: () => this.isLate,
      command: (text, guarded) => this.msg(text, guarded),
      capabilities: () => this.capabilities(),
      groups: () => [params.get(PARAM.group1), params.get(PARAM.group2)],
      streams: () => (features.get(FEATURE.stream) & 1) === 1,
      log,
    });
  }

  #makeNotifier(): Notifier {
    const { options: { hal, log, smsBudget }, owner, session } = this;
    return new Notifier({
      store: hal.store,
      log,
      answer: (verb) => this.#side.dispatcher.answer(verb),
      channels: coreChannels(owner, session, {
        budget: () => smsBudget ?? this.core.sms.budget,
        maxParts: () => this.core.sms.maxParts,
      }),
      updates: {
        wanted: () => owner.wants("ip"),
        ready: () => session.connected,
        send: (what) => session.changed(what),
      },
    });
  }

  #makePresent(): PresentSide {
    const { params, settings, features, session, notifier, options } = this;
    const units = () => this.units;
    return new PresentSide({
      options,
      choice: this.#choice,
      authority: new Authority(
        () => this.owner.known(options.country),
        () => this.#news.lockedOut(),
      ),
      core: {
        later: this.#later,
        params,
        settings,
        features,
        session,
        notifier,
        capabilities: () => this.capabilities(),
        reconnect: () => this.reconnect(),
        listenAgain: () => this.#present.listen(),
        health: this.health,
      },
      context: {
        user: {
          get units() {
            return units();
          },
        },
        settings: (id, decls) => settings.of(id, decls),
        now: () => this.#seconds,
        watched: () => session.apps > 0,
        forms: () => this.core.ovms.records,
        record: (record, queue) => this.records.add(record, queue),
        together: (work) => this.records.together(work),
        notify: (id, decl, text) => this.notify(id, decl, text),
      },
      openChannel: (channel) => notifier.open(channel),
      entered: () => this.#entered(),
    });
  }

  // ---- life ----------------------------------------------------------------

  start(): void {
    const { hal: { clock }, log } = this.options;
    this.#present.listen();
    const sms = this.#sms = smsLink().start(this);
    this.#stops.push(() => sms.close());
    this.attachDevices();
    this.#stops.push(clock.every(1000, (missed) => this.second(missed)));
    this.#entered();
    this.#keeper.start().catch((error) =>
      log("error", "store failed", { error: String(error) })
    );
  }

  /** Takes the modem and the receiver that there are now: one may have come since the start, or gone. */
  attachDevices(): void {
    const { gps } = this.options.hal;
    this.#sms?.attach();
    if (gps === undefined || gps === this.#gps) return;
    this.#gps = gps;
    gps.open((report) => this.#side.inputs.position(report));
  }

  /** Whether a controller is worked on, or the vehicle side begins anew. */
  get busy(): boolean {
    return this.#present.busy;
  }

  /** Ends the regular work and writes what is to survive. The HAL's parts are closed by who made them. */
  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.host.stop();
    this.#later.flush();
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
    this.#heldUp.second(missed);
    this.records.together(() => this.#second(missed));
    if (this.#seconds % 60 !== 0) return;
    this.#later.flush();
    this.#keeper.minute();
  }

  #second(missed: number): void {
    this.session.second();
    if (!this.notifier.second()) this.session.stream();
    this.#publish();
    this.host.second(missed, this.options.hal.clock.monotonic());
    this.#series?.second();
    this.#side.poller.second();
    this.#tellOfPlugins();
    this.#gateNote.second();
  }

  #publish(): void {
    const { inputs, drivers } = this.#side;
    drivers.second(this.#seconds);
    inputs.program(this.#seconds, VERSION, this.vehicle?.type ?? "");
    inputs.network(networkState(this.options.hal.gsm, this.session));
  }

  /** The plugins of the vehicle side start, and the owner hears of what was found. */
  #entered(): void {
    this.#publish();
    this.host.start();
    this.#news.misfits(this.settings.takeMisfits());
    this.#news.leftOut(this.#choice.leftOut);
  }

  /** The owner hears of a plugin that is set aside, and when it is well again. */
  #tellOfPlugins(): void {
    for (const { plugin, is, text } of this.host.takeNews()) {
      // A driver may filter: it has to hear of frames that nobody wanted in the meantime
      if (is === "tried") this.#present.listen();
      else this.#news.ofPlugin(plugin, text);
    }
  }

  #changed(numbers: ReadonlySet<number>): void {
    this.#units = undefined;
    this.#keeper.changed();
    if (numbers.has(FEATURE.canWrite + FEATURE_MIRROR)) {
      this.#present.applyGate();
    }
    if (numbers.has(PARAM.vehicleType)) this.restart();
  }

  restart(): void {
    this.#present.restart();
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

  /** Ends work on the bus safely, before the program stops; resolves when it has, or after ten seconds. */
  settle(): Promise<void> {
    return this.#present.settle();
  }

  /**
   * Puts what comes from outside in the place of what it was before; metrics and what is kept stay.
   * @throws CommandError while a controller is worked on, and an Error when the new ones do not go
   * together with the rest: then the others go on
   */
  exchange(from: FromOutside, to: FromOutside): void {
    this.#present.exchange(from, to);
  }

  get listensToAll(): boolean {
    return this.#present.listensToAll;
  }

  listenToAll(on: boolean): void {
    this.#present.listenToAll(on);
  }

  // ---- commands --------------------------------------------------------------

  /**
   * A text command from a link. The owner may give a server command as well, as `M 204,55,80`: whoever
   * sends text messages cannot.
   */
  text(line: string, from: Sender): Promise<Outcome> {
    return from.link !== "sms" && isServerCommand(line, this.registry)
      ? serverCommand(line, from, (code) => this.msg(code))
      : this.#side.dispatcher.text(line, from);
  }

  msg(
    line: string,
    guarded?: string,
    link?: LinkName,
  ): Promise<readonly string[]> {
    return this.#side.dispatcher.msg(line, guarded, link);
  }

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

  // ---- links -----------------------------------------------------------------

  attachServer(transport: ServerTransport): () => void {
    return this.session.attach(transport);
  }

  capabilities(): string {
    return capabilitiesOf(this.registry, this.options.common);
  }

  onReconnect(restart: () => void): () => void {
    this.#reconnects.add(restart);
    return () => void this.#reconnects.delete(restart);
  }

  reconnect(): void {
    for (const restart of this.#reconnects) restart();
  }

  notify(id: string, decl: NoticeDecl, text?: NoticeText): void {
    this.notifier.request(id, decl, text).catch((error) => {
      const details = { notice: id, error: String(error) };
      this.options.log("error", "notice failed", details);
    });
  }
}
