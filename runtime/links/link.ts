/** What a way in and out is: every link has this shape and is given the same to work with. */
import type { Queried } from "../commands/queries.ts";
import type { Registry } from "../commands/registry.ts";
import type { Sender } from "../commands/sensitive.ts";
import type { LinkName } from "../contract/calls.ts";
import type { Outcome } from "../contract/commands.ts";
import type { NoticeDecl, NoticeText } from "../contract/notices.ts";
import type { Units } from "../contract/units.ts";
import type { Vehicle } from "../contract/vehicle.ts";
import type { MessageSession } from "../messages/session.ts";
import type { ServerTransport } from "../messages/transport.ts";
import type { Health } from "../health.ts";
import type { RuntimeOptions } from "../options.ts";
import type { Notifier } from "../owner/notify.ts";
import type { Owner } from "../owner/owner.ts";
import type { RecordKeeper } from "../records/record_keeper.ts";
import type { CoreValues } from "../settings/core_settings.ts";
import type { Features } from "../settings/features.ts";
import type { Params } from "../settings/params.ts";
import type { Settings } from "../settings/settings.ts";
import type { Host } from "../vehicle/host.ts";

/** A way in and out: SMS, OVMS server, MQTT broker, web, console. */
export interface Link<R extends RunningLink = RunningLink> {
  /** Its name, such as `sms`. */
  readonly id: string;
  /** Begins, on a runtime that was started or is about to be. */
  start(services: LinkServices): R;
}

/** A link at work. */
export interface RunningLink {
  /** Ends it for good. */
  close(): void | Promise<void>;
}

/** What links are given. Host, registry and vehicle are others after another type was chosen. */
export interface LinkServices {
  readonly options: RuntimeOptions;
  readonly params: Params;
  readonly settings: Settings;
  /** Settings of the core and its links. */
  readonly core: CoreValues;
  readonly features: Features;
  readonly owner: Owner;
  readonly notifier: Notifier;
  readonly records: RecordKeeper;
  readonly health: Health;
  /** What is said to a server, and understood of it. */
  readonly session: MessageSession;
  readonly host: Host;
  readonly registry: Registry;
  readonly vehicle: Vehicle | undefined;
  readonly units: Units;
  /** Seconds since the start, by the vehicle's clock. */
  readonly seconds: number;
  /** Whether what comes over a connection now may be late, as the program was held up: no command of it is executed. */
  readonly isLate: boolean;
  /** A text command. */
  text(line: string, from: Sender): Promise<Outcome>;
  /**
   * A server command, the part behind `MP-0 C`; resolves with the lines of its reply.
   * @param guarded why one with power over car or gateway is refused; undefined where it is not
   * @param link where it came from; default an OVMS server, whose replies are those of the original
   */
  msg(
    line: string,
    guarded?: string,
    link?: LinkName,
  ): Promise<readonly string[]>;
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
  ): Promise<Queried> | undefined;
  /** The capabilities line `V...`. */
  capabilities(): string;
  /** Connects the message session with a server; returns what takes it away again. */
  attachServer(transport: ServerTransport): () => void;
  /** Tells the owner something, as plugins do. */
  notify(id: string, decl: NoticeDecl, text?: NoticeText): void;
  /** Runs `restart` whenever the links have to start again; returns what ends that. */
  onReconnect(restart: () => void): () => void;
  /** Starts the links again. */
  reconnect(): void;
  /** Starts the vehicle side again. */
  restart(): void;
  /** Whether the drivers hand over frames that nobody decodes, too. */
  readonly listensToAll: boolean;
  /**
   * Has the drivers hand over all frames, or again only what somebody decodes. Devices that filter are
   * opened again for that; nothing is sent.
   * @throws CommandError while a controller is worked on, whose answers would be missed
   */
  listenToAll(on: boolean): void;
}
