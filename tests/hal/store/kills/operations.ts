/** Numbered writes, alike for a real store and for a plain object that says what must be in it. */
import type { Store } from "../../../../hal/mod.ts";

/** Everything that the writes touch, as plain data. */
export interface State {
  /** Number of the last write, 0 before the first. */
  last: number;
  params: Record<string, string>;
  features: Record<string, string>;
  journal: string[];
  records: string[];
  unsent: string[];
  outbox: string[];
}

/** The state of a new store. */
export function nothing(): State {
  return {
    last: 0,
    params: {},
    features: {},
    journal: [],
    records: [],
    unsent: [],
    outbox: [],
  };
}

/** Writes number `n`; all of it or nothing. */
export function write(store: Store, n: number): void {
  store.atomically(() => {
    store.put("soak", { last: String(n) });
    switch (n % 6) {
      case 0:
        return store.put("param", { [n % 32]: `value ${n}` });
      case 1:
        return store.put("feature", { [8 + n % 8]: String(n) });
      case 2:
        store.put("param", { [n % 32]: undefined, both: `${n}` });
        return store.journal({
          who: "soak",
          what: "param",
          key: `${n}`,
          old: "",
          new: "",
        });
      case 3:
        return store.record({
          type: `RT-Soak-${n % 2}`,
          number: n,
          lifetime: 1e6,
          keep: 1e6,
          data: `${n},`.repeat(1 + n % 90),
        }, true);
      case 4:
        return store.enqueue({ channel: "sms", kind: "soak", text: `${n}` });
      case 5:
        store.acknowledge(store.unsent(1).map(({ id }) => id));
        for (const { id } of store.waiting("sms").slice(0, 1)) {
          store.deliver(id, "sent");
        }
    }
  });
}

/** The same for the plain object. */
export function expect(state: State, n: number): void {
  state.last = n;
  switch (n % 6) {
    case 0:
      state.params[n % 32] = `value ${n}`;
      break;
    case 1:
      state.features[8 + n % 8] = String(n);
      break;
    case 2:
      delete state.params[n % 32];
      state.params["both"] = `${n}`;
      state.journal.push(`${n}`);
      break;
    case 3: {
      const record = `${n} ${`${n},`.repeat(1 + n % 90)}`;
      state.records.push(record);
      state.unsent.push(record);
      break;
    }
    case 4:
      state.outbox.push(`${n} waiting`);
      break;
    case 5: {
      state.unsent.shift();
      const first = state.outbox.findIndex((item) => item.endsWith("waiting"));
      if (first >= 0) {
        state.outbox[first] = state.outbox[first]?.replace("waiting", "sent") ??
          "";
      }
    }
  }
}

/** What a store holds. */
export function stateOf(store: Store): State {
  const record = (one: { number: number; data: string }) =>
    `${one.number} ${one.data}`;
  return {
    last: Number(store.get("soak", "last") ?? 0),
    params: Object.fromEntries(store.entries("param")),
    features: Object.fromEntries(store.entries("feature")),
    journal: store.journalled().map(({ key }) => key),
    records: store.history({}).map(record),
    unsent: store.unsent(1e9).map(record),
    outbox: store.outbox(1e9).map(({ text, state }) => `${text} ${state}`),
  };
}
