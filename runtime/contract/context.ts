/** What a handler is given: exactly what the literal declares. */
import type { Emit, EventDecls, EventRefs } from "./events.ts";
import type { Feature, FeatureDecl } from "./features.ts";
import type { Granted, Need } from "./handles.ts";
import type {
  MetricOf,
  MetricRefs,
  ReadingOf,
  ReadRefs,
} from "./metric_types.ts";
import type { NoticeDecl, NoticeText } from "./notices.ts";
import type { RecordDecl, Recorder } from "./records.ts";
import type { AnySettings, SettingValues } from "./settings.ts";

/** All that a plugin declares; `Ctx<typeof mine>` names its context. */
export interface Declares {
  /** Handles that it uses. */
  readonly needs?: readonly Need[];
  /** Metrics that it writes, under names of its own. */
  readonly metrics?: MetricRefs;
  /** Metrics that it only reads. */
  readonly reads?: ReadRefs;
  /** Feature slots that it uses. */
  readonly features?: Readonly<Record<string, FeatureDecl>>;
  /** Kinds of history records that it writes. */
  readonly records?: Readonly<Record<string, RecordDecl>>;
  /** Notices to the owner. */
  readonly notices?: Readonly<Record<string, NoticeDecl>>;
  /** What the owner can set. */
  readonly settings?: AnySettings;
  /** What it tells others of, by schemas of the payloads. */
  readonly events?: EventDecls;
  /** What it hears of others. */
  readonly hears?: EventRefs;
  /** Makes what it remembers. */
  readonly state?: () => unknown;
}

/** What a literal declares under a key, or else what stands for nothing. */
export type Of<D, K extends keyof Declares, Else> = K extends keyof D
  ? Exclude<D[K], undefined>
  : Else;

/** What a handler is given: exactly what the literal declares. */
export interface Ctx<D extends Declares> {
  /** The handles that it needs. */
  readonly hal: Granted<
    Of<D, "needs", readonly []> extends readonly (infer N extends Need)[] ? N
      : never
  >;
  /** Its metrics, written and read ones. */
  readonly metrics:
    & {
      readonly [K in keyof Of<D, "metrics", object>]: MetricOf<
        Of<D, "metrics", object>[K]
      >;
    }
    & {
      readonly [K in keyof Of<D, "reads", object>]: ReadingOf<
        Of<D, "reads", object>[K]
      >;
    };
  /** Present numbers of its feature slots. */
  readonly features: {
    readonly [K in keyof Of<D, "features", object>]: Feature;
  };
  /** Writes its records. */
  readonly records: {
    readonly [K in keyof Of<D, "records", object>]: Recorder<
      Of<D, "records", Record<string, RecordDecl>>[K]["fields"]
    >;
  };
  /** Records that are written during `work` go to the store as one write, which spares memory cards. */
  readonly together: (work: () => void) => void;
  /** Asks for a notice; without a text it is made as the declaration says. */
  readonly notify: {
    readonly [K in keyof Of<D, "notices", object>]: (text?: NoticeText) => void;
  };
  /** Tells whoever hears it, at once, that something happened. */
  readonly emit: {
    readonly [K in keyof Of<D, "events", object>]: Emit<
      Of<D, "events", object>[K]
    >;
  };
  /** Present values of the plugin's settings. */
  readonly settings: SettingValues<Of<D, "settings", object>>;
  /** What `state()` made when the plugin was loaded. */
  readonly state: Of<D, "state", () => undefined> extends () => infer T ? T
    : undefined;
  /** How the owner wants distances. */
  readonly user: UserUnits;
  /** Seconds of the vehicle's clock since the start. */
  readonly now: number;
}

/** How the owner wants distances. */
export interface UserUnits {
  /** `K` kilometres, `M` miles; parameter 2. */
  readonly units: "K" | "M";
}
