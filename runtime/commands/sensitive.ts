/**
 * Which commands have power over the car or the gateway. They are refused where somebody else could
 * have sent them, and to whoever may command but not tune.
 */
import type { Need } from "../contract/handles.ts";
import type {
  Call,
  FeatureDecl,
  Plugin,
  Sensitive,
} from "../contract/plugin.ts";

/** Over a plain server link without paranoid mode both directions use one key stream, and the first message is known. Without commas, which would separate fields of the reply. */
export const FORGEABLE =
  "Refused: anybody on the way could have sent this and read the answer. Use TLS or paranoid mode or set ovms.plain-control on the gateway";

/** Who gives a command, and how far the way that it came is trusted. */
export interface Sender extends Call {
  /**
   * Why commands with power, and those whose answers give some, are refused that come this way;
   * undefined where they are not.
   */
  readonly guarded?: string | undefined;
}

/** What lets a plugin write to the car, or change who commands. */
const POWERS: ReadonlySet<Need> = new Set<Need>([
  "can.tx",
  "can.sdo",
  "diag",
  "gsm.command",
  "params",
  "params.set",
  "system.run",
  "settings",
  "slots",
]);

/** What says of itself whether it has power. */
interface Declared {
  readonly sensitive?: Sensitive;
}

/** Which commands of these plugins have power. */
export class Powers {
  /** Of plugins: whether what they bring has power unless it says otherwise. */
  readonly #plugins: ReadonlyMap<string, boolean>;
  readonly #slots: ReadonlySet<number>;

  constructor(plugins: readonly Plugin[]) {
    this.#plugins = new Map(
      plugins.map(({ id, needs = [], sensitive }) => [
        id,
        sensitive ?? needs.some((need) => POWERS.has(need)),
      ]),
    );
    const features = plugins.flatMap(({ id, features = {} }) =>
      Object.values<FeatureDecl>(features).filter((feature) =>
        this.has(id, feature, [])
      )
    );
    this.#slots = new Set(features.map(({ slot }) => slot));
  }

  /**
   * Whether something has power.
   * @param owner the plugin that brings it
   * @param words what a command's sender wrote behind the verb or code
   */
  has(
    owner: string,
    { sensitive = this.#plugins.get(owner) ?? true }: Declared,
    words: readonly string[],
  ): boolean {
    if (typeof sensitive === "boolean") return sensitive;
    try {
      return sensitive(words, this.#slots) !== false;
    } catch {
      // Whoever cannot tell has it
      return true;
    }
  }
}
