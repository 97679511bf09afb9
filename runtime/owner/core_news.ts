/** What the core itself has to say to the owner. */
import type { Store } from "../../hal/mod.ts";
import type { NoticeDecl, NoticeText } from "../contract/notices.ts";
import type { Log } from "../log.ts";
import type { Notifier } from "./notify.ts";
import { Told } from "./told.ts";

const LOCKED_OUT = {
  priority: "alarm",
  summary: "Somebody tried wrong passwords",
  always: true,
} as const;

const DAMAGED = {
  priority: "alarm",
  summary: "The store was damaged",
  always: true,
} as const;

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

/** Section of the store with what the owner was told. */
const TOLD = "plugins.told", LEFT_OUT = "left out";

/** What the news need of the rest of the runtime. */
export interface NewsOptions {
  readonly store: Store;
  readonly log: Log;
  readonly notifier: Pick<Notifier, "request" | "reaches">;
  readonly notify: (id: string, decl: NoticeDecl, text: NoticeText) => void;
}

/** Tells the owner what befell the core, each once. */
export class CoreNews {
  readonly #told: Told;

  constructor(readonly options: NewsOptions) {
    this.#told = new Told(options.store, TOLD);
  }

  /** A phone number is locked out. */
  lockedOut(): void {
    const { log, notify } = this.options;
    log("warning", "caller locked out");
    notify(
      "core.lockout",
      LOCKED_OUT,
      "A phone number is locked out for 15 minutes: five wrong passwords",
    );
  }

  /** A setting that no longer fits has its default. */
  misfits(sentences: readonly string[]): void {
    const { log, notify } = this.options;
    for (const text of sentences) log("warning", text);
    if (sentences.length > 0) notify("core.settings", MISFIT, sentences);
  }

  /** Which plugins do not run: told once, until it is different. */
  leftOut(sentences: readonly string[]): void {
    const now = sentences.join("\n") || undefined;
    if (this.#told.isNews(LEFT_OUT, now) && now !== undefined) {
      this.options.notify("core.plugins", PLUGIN_NEWS, sentences);
    }
  }

  /** A plugin is set aside, or well again. */
  ofPlugin(plugin: string, text: string): void {
    this.options.notify(`core.plugin.${plugin}`, PLUGIN_NEWS, text);
  }

  /** What was found damaged in the store; false while there is no way to the owner. */
  async damaged(text: string): Promise<boolean> {
    const { notifier } = this.options;
    await notifier.request("core.store", DAMAGED, text);
    return notifier.reaches;
  }
}
