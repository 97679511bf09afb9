import type { CommandInfo } from "../contract/commands.ts";
import type {
  AnyCode,
  AnyVerb,
  ExportDecl,
  FeatureDecl,
  Plugin,
  RecordDecl,
} from "../contract/plugin.ts";
import { lookedAt } from "../contract/looked_at.ts";
import type { Vehicle } from "../contract/vehicle.ts";
import type { AnySetting, AnySettings } from "../contract/settings.ts";
import type { AnyChannel } from "../contract/notices.ts";
import type { AnyQuery, PageDecl, PageDecls } from "../contract/queries.ts";
import type { EventSchema } from "../contract/events.ts";
import type { Texts } from "../contract/texts.ts";
import { Powers } from "./sensitive.ts";
import * as v from "valibot";

/** Channels that the core and its links bring. */
const CORE_CHANNELS: ReadonlySet<string> = new Set(["sms", "ip", "mqtt"]);

/** A verb or code with the plugin that brings it. */
export interface Entry<T> {
  readonly owner: string;
  readonly def: T;
}

/** How a MSG code is answered: by its own handler, or with a verb's text. */
export type AnyAnswerer = { readonly code: AnyCode } | {
  readonly verb: AnyVerb;
};

/**
 * All that the plugins claim: verbs, codes, feature slots, record types, settings.
 * @throws Error that names both plugins when two claim the same
 */
export class Registry {
  readonly verbs = new Map<string, Entry<AnyVerb>>();
  readonly codes = new Map<string, Entry<AnyAnswerer>>();
  readonly features = new Map<number, Entry<FeatureDecl>>();
  readonly records = new Map<string, Entry<RecordDecl>>();
  /** By full name, `<plugin>/<name>`. */
  readonly queries = new Map<string, Entry<AnyQuery>>();
  /** Files that plugins make of what they keep. */
  readonly exports = new Map<string, Entry<ExportDecl>>();
  /** Channels of notices. */
  readonly channels = new Map<string, Entry<AnyChannel>>();
  /** Pages of plugins, then those of the vehicle, by full name `<owner>/<name>`. */
  readonly pages = new Map<string, Entry<PageDecl>>();
  /** What plugins and the vehicle tell in other languages. */
  readonly texts: readonly Texts[];
  /** Events that are emitted, by full name. */
  readonly events = new Map<string, Entry<EventSchema>>();
  /** By full name. */
  readonly settings = new Map<string, Entry<AnySetting>>();
  /** The verbs with and without question mark. */
  readonly #words = new Map<string, Entry<AnyVerb>>();
  readonly #ids = new Set<string>();
  readonly #powers: Powers;

  /** @param vehicle whose settings are claimed as well */
  constructor(plugins: readonly Plugin[], vehicle?: Vehicle) {
    this.#powers = new Powers(plugins);
    this.texts = [...plugins, vehicle].flatMap((one) =>
      one?.texts ? [one.texts] : []
    );
    const shared = vehicle?.settings ?? {};
    this.#addSettings(vehicle?.type.toLowerCase() ?? "", shared);
    const ofVehicle = new Set(Object.values(shared));
    for (const plugin of plugins) {
      this.#add(plugin);
      const own = Object.entries(plugin.settings ?? {})
        .filter(([_, def]) => !ofVehicle.has(def));
      this.#addSettings(plugin.id, Object.fromEntries(own));
      for (const [name, def] of Object.entries(plugin.events ?? {})) {
        this.events.set(`${plugin.id}.${name}`, { owner: plugin.id, def });
      }
      for (const [name, def] of Object.entries(plugin.queries ?? {})) {
        this.queries.set(`${plugin.id}/${name}`, { owner: plugin.id, def });
      }
      for (const [name, def] of Object.entries(plugin.channels ?? {})) {
        if (CORE_CHANNELS.has(name)) {
          throw new Error(
            `plugin ${plugin.id} brings the channel ${name}, which is the program's own: give it another name`,
          );
        }
        this.#claim(this.channels, name, { owner: plugin.id, def }, "channel");
      }
      this.#addPages(plugin.id, plugin.pages ?? {});
    }
    this.#addPages(vehicle?.type.toLowerCase() ?? "", vehicle?.pages ?? {});
  }

  #addPages(owner: string, pages: PageDecls): void {
    const [first] = Object.values(pages);
    const folder = first?.module.href.replace(/[^/]*$/, "");
    for (const [name, def] of Object.entries(pages)) {
      const { href, protocol } = def.module;
      if (protocol !== "file:" || !href.startsWith(`${folder}`)) {
        throw new Error(
          `page ${owner}/${name} is at ${
            href.slice(0, 100)
          }: expected a file in the folder of the first page`,
        );
      }
      this.#claim(this.pages, `${owner}/${name}`, { owner, def }, "page");
    }
  }

  #addSettings(owner: string, settings: AnySettings): void {
    for (const [name, def] of Object.entries(settings)) {
      const full = `${owner}.${name}`;
      if (!/^[a-z][\w-]*$/i.test(name)) {
        throw new Error(
          `setting ${full}: "${name}" is no name: expected letters, digits and -`,
        );
      }
      const fits = lookedAt(
        `setting ${full}: its schema`,
        () => v.is(def.schema, def.default),
      );
      if (!fits) {
        throw new Error(
          `setting ${full}: its default does not fit its own schema: correct one of them`,
        );
      }
      this.#claim(this.settings, full, { owner, def }, "setting");
    }
  }

  #add(plugin: Plugin): void {
    const { id } = plugin;
    if (this.#ids.has(id)) {
      throw new Error(
        `plugin ${id} is loaded twice: give one of them another id`,
      );
    }
    this.#ids.add(id);
    for (const [name, def] of Object.entries(plugin.sms ?? {})) {
      this.#addVerb(id, name.toUpperCase(), def);
    }
    for (const [code, def] of Object.entries(plugin.msg ?? {})) {
      this.#claim(
        this.codes,
        code,
        { owner: id, def: { code: def } },
        "code",
        def.replaces,
      );
    }
    for (const feature of Object.values(plugin.features ?? {})) {
      this.#claim(
        this.features,
        feature.slot,
        { owner: id, def: feature },
        "feature slot",
      );
    }
    for (const [name, def] of Object.entries(plugin.exports ?? {})) {
      this.#claim(this.exports, name, { owner: id, def }, "export");
    }
    for (const record of Object.values(plugin.records ?? {})) {
      this.#claim(
        this.records,
        record.type,
        { owner: id, def: record },
        "record type",
      );
    }
  }

  #addVerb(owner: string, name: string, def: AnyVerb): void {
    const entry = { owner, def };
    if (/\s/.test(name) || name === "") {
      throw new Error(
        `plugin ${owner}: "${name}" is no verb: expected one word`,
      );
    }
    this.#claim(this.#words, name, entry, "verb", def.replaces);
    if (def.query) {
      this.#claim(this.#words, `${name}?`, entry, "verb", def.replaces);
    }
    // A verb that was taken over is listed with its new owner's.
    this.verbs.delete(name);
    this.verbs.set(name, entry);
    if (def.code === undefined) return;
    const answerer = { owner, def: { verb: def } };
    this.#claim(this.codes, String(def.code), answerer, "code", def.replaces);
  }

  #claim<K, T>(
    table: Map<K, Entry<T>>,
    key: K,
    entry: Entry<T>,
    what: string,
    replaces?: string,
  ): void {
    const other = table.get(key);
    if (other && other.owner !== replaces) {
      throw new Error(
        other.owner === entry.owner
          ? `${what} ${key} is claimed twice by ${entry.owner}: leave one of them out`
          : `${what} ${key} is claimed by ${other.owner} and by ${entry.owner}: one of them has to leave it`,
      );
    }
    table.set(key, entry);
  }

  /** The verb that a first word names, whatever its case. */
  verb(word: string): Entry<AnyVerb> | undefined {
    return this.#words.get(word.toUpperCase());
  }

  /** Whether a command has power over car or gateway, with the words behind it. */
  hasPower(
    { owner, def }: Entry<AnyVerb | AnyCode>,
    words: readonly string[],
  ): boolean {
    return this.#powers.has(owner, def, words);
  }

  /** Whether a query does; one that only tells something never has. */
  queryHasPower({ owner, def }: Entry<AnyQuery>): boolean {
    return def.sensitive ??
      (def.acts === true && this.#powers.has(owner, {}, []));
  }

  /** Verbs in the order in which they were loaded, then codes by number. */
  commands(): readonly CommandInfo[] {
    const verbs = [...this.verbs].map((
      [name, { owner, def }],
    ): CommandInfo => ({
      kind: "verb",
      name,
      usage: def.usage,
      summary: def.summary ?? "",
      owner,
      query: def.query ?? false,
    }));
    const codes = [...this.codes].map((
      [name, { owner, def }],
    ): CommandInfo => ({
      kind: "code",
      name,
      usage: "code" in def ? def.code.name : def.verb.usage,
      summary: ("code" in def ? def.code.summary : def.verb.summary) ?? "",
      owner,
      query: false,
    }));
    return [...verbs, ...codes.sort((a, b) => Number(a.name) - Number(b.name))];
  }
}
