/** Collects what is not well: of the core, and of all plugins that have a query `alerts`. */
import * as v from "valibot";
import { type Alert, alerts } from "../../../contract/alerts.ts";
import type { Call } from "../../../contract/plugin.ts";
import type { HttpServices } from "../services.ts";

const QUERY = "/alerts";
/** Longest that a plugin may take, ms: what it told before stands until it answers. */
const PATIENCE = 2000;
const ORDER: readonly Alert["level"][] = ["alert", "watch", "note"];

/** Asks for alerts. */
export class AlertBoard {
  readonly #told = new Map<string, readonly Alert[]>();

  /** @param more of the program around the runtime */
  constructor(
    readonly services: HttpServices,
    readonly more: () => readonly Alert[] = () => [],
  ) {}

  /** All of them, the worst first. */
  async all(from: Call): Promise<readonly Alert[]> {
    const names = [...this.services.registry.queries.keys()]
      .filter((name) => name.endsWith(QUERY));
    const found = await Promise.all(
      names.map((name) => this.#ask(name, from)),
    );
    const { health } = this.services, hints = health.hints();
    const own = health.problems().map((text): Alert => ({
      level: hints.includes(text) ? "note" : "alert",
      text,
      todo: "",
      page: "settings",
    }));
    return [...own, ...found.flat(), ...this.more()].sort((a, b) =>
      ORDER.indexOf(a.level) - ORDER.indexOf(b.level)
    );
  }

  async #ask(name: string, from: Call): Promise<readonly Alert[]> {
    const { clock } = this.services.options.hal;
    const late = Promise.withResolvers<undefined>();
    const stop = clock.after(PATIENCE, () => late.resolve(undefined));
    const asked = this.services.query(name, {}, true, from)?.then(
      (answered) => {
        const parsed = answered.status === "ok"
          ? v.safeParse(alerts, answered.value)
          : undefined;
        this.#told.set(name, parsed?.success ? parsed.output : []);
      },
    );
    await Promise.race([asked, late.promise]);
    stop();
    return this.#told.get(name) ?? [];
  }
}
