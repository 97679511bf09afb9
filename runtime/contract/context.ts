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
  readonly needs?: readonly Need[];
  readonly metrics?: MetricRefs;
  readonly reads?: ReadRefs;
  readonly features?: Readonly<Record<string, FeatureDecl>>;
  readonly records?: Readonly<Record<string, RecordDecl>>;
  readonly notices?: Readonly<Record<string, NoticeDecl>>;
  readonly settings?: AnySettings;
  readonly events?: EventDecls;
  readonly hears?: EventRefs;
  readonly state?: () => unknown;
}

/** What a literal declares under a key, or else what stands for nothing. */
export type Of<D, K extends keyof Declares, Else> = K extends keyof D
  ? Exclude<D[K], undefined>
  : Else;

/** What a handler is given: exactly what the literal declares. */
export interface Ctx<D extends Declares> {
  readonly hal: Granted<
    Of<D, "needs", readonly []> extends readonly (infer N extends Need)[] ? N
      : never
  >;
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
  readonly features: {
    readonly [K in keyof Of<D, "features", object>]: Feature;
  };
  readonly records: {
    readonly [K in keyof Of<D, "records", object>]: Recorder<
      Of<D, "records", Record<string, RecordDecl>>[K]["fields"]
    >;
  };
  /** Records that are written during `work` go to the store as one write, which spares memory cards. */
  readonly together: (work: () => void) => void;
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
  readonly user: UserUnits;
  /** Seconds of the vehicle's clock since the start. */
  readonly now: number;
}

/** How the owner wants distances. */
export interface UserUnits {
  /** `K` kilometres, `M` miles; parameter 2. */
  readonly units: "K" | "M";
}
