import {
  type Ctx,
  declare,
  definePlugin,
  minutes,
  type Plugin,
  v,
} from "ovms-edge";

/** Prices of the day-ahead market for Germany, an hour each; those of tomorrow are there from 14:00 on. */
const PRICES = "https://api.awattar.de/v1/marketdata";
/** EUR/MWh as ct/kWh. */
const CENTS = 0.1;

const list = v.object({
  data: v.pipe(
    v.array(v.object({
      start_timestamp: v.number(),
      end_timestamp: v.number(),
      marketprice: v.number(),
    })),
    v.maxLength(200),
  ),
});
/** A time from ... to, ms since 1970, and its price, ct/kWh. */
const hour = v.object({ from: v.number(), to: v.number(), cents: v.number() });
type Hour = v.InferOutput<typeof hour>;
const kept = v.pipe(v.string(), v.parseJson(), v.array(hour));

const own = declare({
  needs: ["clock", "memory"],
  reads: { plugged: "v.d.cp", charging: "v.c.charging" },
  metrics: { price: { name: "x.tariff.price", unit: "", fresh: 7200 } },
  settings: {
    limit: {
      schema: v.pipe(v.number(), v.minValue(-100), v.maxValue(100)),
      default: 5,
      unit: "ct/kWh",
      summary: "Electricity that costs no more is cheap",
    },
    fetch: {
      schema: v.pipe(v.string(), v.isoTime()),
      default: "14:15",
      summary: "When the prices are fetched, local time",
    },
  },
  notices: {
    cheap: { priority: "charge", summary: "Electricity is cheap now" },
    dear: { priority: "charge", summary: "Electricity is cheap no more" },
  },
  state: (): { cheap?: boolean; problem: string } => ({ problem: "" }),
});
type X = Ctx<typeof own>;

const text = (cents: number) => `${cents.toFixed(1)} ct/kWh`;

function hours({ hal }: X): readonly Hour[] {
  const stored = v.safeParse(kept, hal.memory.get("prices") ?? "[]");
  return stored.success ? stored.output : [];
}

/** The hour that it is; undefined while nobody knows the time, or there is no price for it. */
function present(ctx: X): Hour | undefined {
  const { ms, trusted } = ctx.hal.clock.wall();
  if (!trusted) return undefined;
  return hours(ctx).find(({ from, to }) => from <= ms && ms < to);
}

async function fetchPrices(address: string, ctx: X): Promise<void> {
  const { hal, state } = ctx;
  try {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(20_000),
    });
    const { data } = v.parse(list, await response.json());
    const prices = data.map((
      { start_timestamp, end_timestamp, marketprice },
    ) => ({
      from: start_timestamp,
      to: end_timestamp,
      cents: Math.round(marketprice * CENTS * 100) / 100,
    }));
    hal.memory.put({ prices: JSON.stringify(prices) });
    state.problem = "";
  } catch {
    // Those of yesterday stay: tomorrow there may be a network.
    state.problem = ". The last prices could not be fetched";
  }
}

/** Tells when it gets cheap while the car is plugged in and does not charge, and when charging gets dear. */
function look(ctx: X): void {
  const { metrics, settings, notify, state } = ctx, hour = present(ctx);
  if (!hour) return;
  metrics.price.set(hour.cents);
  const cheap = hour.cents <= settings.limit, before = state.cheap;
  state.cheap = cheap;
  if (before === undefined || before === cheap) return;
  const charging = metrics.charging.or(false);
  if (cheap && !charging && metrics.plugged.or(false)) {
    notify.cheap(`Electricity is cheap now: ${text(hour.cents)}`);
  }
  if (!cheap && charging) {
    notify.dear(`Electricity is cheap no more: ${text(hour.cents)}`);
  }
}

function answer(ctx: X): string {
  const hour = present(ctx);
  if (!hour) return `The price is not known${ctx.state.problem}`;
  const { limit } = ctx.settings;
  const next = hours(ctx).find(({ from, cents }) =>
    from > hour.from && cents <= limit
  );
  const time = next && new Date(next.from).toTimeString().slice(0, 5);
  return `Electricity: ${text(hour.cents)}${
    hour.cents <= limit || !next
      ? ""
      : `, cheap from ${time} on: ${text(next.cents)}`
  }${ctx.state.problem}`;
}

/** Knows what electricity costs, and tells when it is time to charge. */
export function tariff(address = PRICES): Plugin {
  return definePlugin({
    ...own,
    id: "tariff",
    contract: "1.0",
    summary: "Tells when electricity is cheap",
    permissions: { net: [new URL(address).host] },
    schedules: {
      fetch: {
        at: ({ settings }) => settings.fetch,
        run: (ctx) => fetchPrices(address, ctx),
      },
      // At first, and after a day without a network.
      again: {
        every: minutes(10),
        run: (ctx) => present(ctx) ? undefined : fetchPrices(address, ctx),
      },
    },
    every: { minute: look },
    sms: {
      "TARIFF": {
        usage: "TARIFF",
        query: true,
        summary: "What electricity costs now",
        run: (_, ctx) => answer(ctx),
      },
    },
  });
}

const plugin: Plugin = tariff();
export default plugin;
