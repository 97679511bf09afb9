/** The languages of the console, each made when somebody asks in it first, and anew when other plugins are loaded. */
import type { Registry } from "../../../commands/registry.ts";
import type { Gateway } from "../gateway.ts";
import { type Language, speech } from "./speech.ts";
import type { Say } from "./told.ts";

/** What tells texts in each language. */
export class Speeches {
  readonly #made = new Map<
    Language,
    { readonly registry: Registry; readonly say: Say }
  >();

  /**
   * @param registry what is loaded at the time
   * @param more texts of the program around the runtime
   */
  constructor(
    readonly registry: () => Registry,
    readonly more: Gateway["texts"],
  ) {}

  async in(language: Language): Promise<Say> {
    const registry = this.registry(), made = this.#made.get(language);
    if (made?.registry === registry) return made.say;
    // A gateway that nobody asks in another language does without
    const { coreTexts } = await import("../texts/mod.ts");
    const all = [...coreTexts, ...await this.more?.() ?? [], ...registry.texts];
    const say = speech(all.map((texts) => texts[language] ?? {}));
    this.#made.set(language, { registry, say });
    return say;
  }
}
