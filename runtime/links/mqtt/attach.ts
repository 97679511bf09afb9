import type { LinkState } from "../../contract/links.ts";
import { Told } from "../../owner/told.ts";
import type { NoticeDecl } from "../../contract/notices.ts";
import type { Stop } from "../../../hal/mod.ts";
import type { Link, LinkServices, RunningLink } from "../link.ts";
import { PARAM } from "../../settings/params.ts";
import { once } from "../../once.ts";
import type { ConnectBroker } from "./broker.ts";
import { ClientSide, textOf } from "./client_side.ts";
import { carFacts, shownFeatures } from "./home/car_facts.ts";
import { HOME } from "./home/device.ts";
import { HomeAssistant } from "./home/home_assistant.ts";
import { HomeValues } from "./home/values.ts";
import { Happenings } from "./happenings.ts";
import { type LinkSetup, MqttLink } from "./link.ts";
import { noticeChannel } from "./notices.ts";
import { RecordSender } from "./record_sender.ts";
import type { NoticeTopic, Situation } from "./subtypes.ts";
import { Publisher } from "./publisher.ts";
import { guardedOn, setupOf } from "./setup.ts";
import { eventTopic } from "./topics.ts";

/** What the way to a broker is made of. */
export interface MqttOptions {
  readonly connect: ConnectBroker;
  /** Address in the place of the setting `mqtt.url`. */
  readonly url?: string;
  /** Randomness of waiting times; a number from 0 to 1. */
  readonly random?: () => number;
}

/** Its name for people. */
const MQTT = "MQTT broker";
const SECOND = 1000;
/** Changes within so many ms make one new connection. */
const GATHER = 100;
/** Section of the store with what the owner was told. */
const SECTION = "mqtt", REFUSED = "refused";
/** What tells the owner of a refused login, by other ways than this link. */
const NOTICE = "core.mqtt.refused";
const refused: NoticeDecl = {
  priority: "info",
  summary: "The MQTT broker refuses the login",
  always: true,
};

/** The MQTT broker of the settings, as long as they name one. */
export function mqttLink(options: MqttOptions): Link<MqttAttachment> {
  return {
    id: "mqtt",
    start: (services) => new MqttAttachment(services, options),
  };
}

/** The way to the broker at work. */
export class MqttAttachment implements RunningLink {
  readonly link: MqttLink;
  readonly #services: LinkServices;
  readonly #url: string | undefined;
  readonly #told: Told;
  readonly #clients: ClientSide;
  readonly #publisher: Publisher;
  readonly #home: HomeAssistant;
  readonly #homeValues: HomeValues;
  readonly #records: RecordSender;
  readonly #happenings = new Happenings();
  readonly #stop: Stop;
  readonly #ends: readonly Stop[];
  /** What decided what there is to announce when that was done. */
  #announced: readonly unknown[] = [];
  #gathering: Stop | undefined;

  constructor(services: LinkServices, options: MqttOptions) {
    const { hal: { clock }, log } = services.options;
    const { mqtt } = services.core;
    this.#services = services;
    this.#url = options.url;
    this.#told = new Told(services.options.hal.store, SECTION);
    this.link = new MqttLink({
      clock,
      connect: options.connect,
      setup: () => this.#setup(),
      log,
      random: options.random ?? Math.random,
    }, {
      up: () => this.#up(),
      down: () => this.#down(),
      message: (topic, message) => this.#clients.message(topic, message),
      outside: ({ payload, retain }) =>
        retain || this.#home.born(textOf(payload) ?? ""),
      refused: () => this.#refused(),
    });
    this.#clients = new ClientSide({
      services,
      publish: (topic, text, retain) => this.#publish(topic, text, retain),
      answer: (topic, text) => this.link.publish(topic, text, 1),
      warn: (text) => this.link.warn(text),
      guarded: () => guardedOn(this.#setup(), services),
      all: () => this.#all(),
      request: (wanted) => this.#publisher.request(wanted),
      came: () => this.#publisher.clientCame(),
    });
    this.#publisher = new Publisher({
      metrics: () => services.host.metrics,
      clients: () => this.#clients.count,
      publish: (topic, text) => {
        this.#publish(topic, text);
        this.#homeValues.told(topic);
      },
    });
    this.#homeValues = new HomeValues({
      look: (name) => services.host.metrics.look(name).value,
      features: () => this.#shown(),
      publish: (topic, text) => this.#publish(topic, text),
    });
    this.#home = new HomeAssistant({
      store: services.options.hal.store,
      clock,
      random: options.random ?? Math.random,
      prefix: () => this.#announces ? mqtt["discovery-prefix"] : undefined,
      car: () => carFacts(services, this.#setup()?.prefix ?? ""),
      publish: (topic, text) => this.link.publishAt(topic, text, 1, true),
      values: () => this.#all(),
    });
    this.#records = new RecordSender({
      store: services.options.hal.store,
      clock,
      vehicle: () => services.vehicle?.type ?? "",
      topics: Object.assign(
        {},
        ...services.options.vehicles.map(({ topics }) => topics),
      ),
      connected: () => this.link.connected,
      publish: (topic, text) => this.link.publish(topic, text, 2),
    });
    this.#ends = [
      services.health.report(() => this.#state(), MQTT),
      services.records.listen({
        reader: "broker",
        wants: () => this.#isSetUp,
        told: () => this.#sendRecords(),
      }),
      services.notifier.open(noticeChannel({
        exists: () => this.#isSetUp,
        connected: () => this.link.connected,
        not: new Set([NOTICE]),
        situation: () => this.#situation(),
        publish: (at, text) => this.#notice(at, text),
      })),
      services.settings.watch((name) => {
        if (name.startsWith("mqtt.")) this.#changed();
      }),
      services.params.watch((numbers) => {
        if (numbers.has(PARAM.vehicleId)) this.#changed();
      }),
    ];
    this.#stop = clock.every(SECOND, () => this.#second());
    this.link.open();
  }

  /** Ends the connection for good. */
  async close(): Promise<void> {
    this.#stop();
    this.#gathering?.();
    for (const end of this.#ends) end();
    await this.link.close();
  }

  #state(): LinkState {
    const { state, problems } = this.link;
    return { name: MQTT, state, problems };
  }

  get #isSetUp(): boolean {
    return (this.#url ?? this.#services.core.mqtt.url) !== "";
  }

  #sendRecords(how: "flush" | "second" = "flush"): void {
    this.#records[how]().catch((error) =>
      this.#services.options.log("error", "mqtt: records not sent", {
        error: String(error),
      })
    );
  }

  #situation(): Situation {
    const { vehicle, host } = this.#services;
    return {
      topics: vehicle?.topics ?? {},
      look: (name) => host.metrics.look(name).value,
    };
  }

  async #notice({ type, subtype }: NoticeTopic, text: string): Promise<void> {
    await this.link.publish(`notify/${type}/${subtype}`, text, 1);
    if (!this.#announces) return;
    const event = JSON.stringify({ event_type: type, subtype, text });
    await this.link.publish(HOME.notice, event, 1);
  }

  #setup(): LinkSetup | undefined {
    return setupOf(this.#services, this.#url, this.#home.birthTopic);
  }

  #up(): void {
    this.#told.isNews(REFUSED, undefined);
    this.#publisher.connected();
    this.#clients.up();
    this.#records.reset();
    this.#sendRecords();
    this.#homeValues.all();
    this.#announced = this.#toAnnounce();
    // What the broker does not take is told by the link.
    this.#home.announce().catch(() => {});
  }

  #down(): void {
    this.#clients.down();
    this.#home.stop();
  }

  #second(): void {
    const { metrics } = this.#services.host;
    // Also while there is no connection: what happened then is not told later.
    const happened = this.#happenings.second((name) =>
      metrics.look(name).value
    );
    if (!this.link.connected) return;
    for (const event of happened) {
      this.#publish("event", event, false);
      this.#publish(eventTopic(event), "", false);
    }
    this.#clients.second();
    this.#publisher.second();
    this.#sendRecords("second");
    if (this.#announces) this.#secondAtHome();
  }

  get #announces(): boolean {
    return this.#services.core.mqtt.discovery;
  }

  #secondAtHome(): void {
    const is = this.#toAnnounce();
    if (is.some((part, at) => part !== this.#announced[at])) {
      this.#announced = is;
      this.#home.changed();
    }
    this.#homeValues.second();
  }

  /** What decides what there is to announce. */
  #toAnnounce(): readonly unknown[] {
    const { host: { metrics }, units } = this.#services;
    return [metrics, metrics.size, units];
  }

  #all(): void {
    this.#publisher.all();
    this.#homeValues.all();
  }

  /** Features that are a percentage or a distance, and their values. */
  #shown(): ReadonlyMap<number, number> {
    const { features } = this.#services, shown = new Map<number, number>();
    for (const [slot, { unit }] of shownFeatures(this.#services)) {
      if (unit === "%" || unit === "user") shown.set(slot, features.get(slot));
    }
    return shown;
  }

  /** Values are published once: what the broker does not take comes again with all the others. */
  #publish(topic: string, text: string, retain = true): void {
    this.link.publish(topic, text, 0, retain).catch(() => {});
  }

  #refused(): void {
    if (!this.#told.isNews(REFUSED, "1")) return;
    this.#services.notify(
      NOTICE,
      refused,
      "The MQTT broker refuses the login: check mqtt.user, mqtt.password and mqtt.client-id",
    );
  }

  /** Several changes at once make one new connection, after the command that made them is answered. */
  #changed(): void {
    this.#told.isNews(REFUSED, undefined);
    const { clock } = this.#services.options.hal;
    this.#gathering ??= once(clock, GATHER, () => {
      this.#gathering = undefined;
      this.link.restart();
    });
  }
}
