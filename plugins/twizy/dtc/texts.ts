/** What the cluster stored, in words. */
import type { Slot, TroubleStore } from "./store.ts";

const mark = (on: boolean, text: string) => on ? ` ${text}` : "";

/** Two lines for a slot, counted from 0. */
function slotLines(n: number, slot: Slot | undefined): string[] {
  const number = `#${String(n + 1).padStart(2, "0")}:`;
  if (!slot) return [`${number} -clear-`];
  const { stored: s, times } = slot;
  const { ignitionCycles: cycles, speed } = s;
  return [
    `${number} ${s.ecu}/${s.number} rev${s.revision}` +
    mark(s.present, `PRESENT(${times}x)`) + mark(s.g1, "G1") +
    mark(s.g2, "G2") + mark(s.serviceKey, "SERV") + mark(s.customer, "INT") +
    mark(s.memorize, "MEM") + mark(s.bt, "Bt") + mark(s.ef, "Ef") +
    mark(s.dc, "Dc") + mark(s.dns, "DNS"),
    `   @ ${s.odometer}km ${
      speed === undefined ? "-" : speed
    }kph SOC=${s.soc}% BV=${s.volts}V TC=${s.timeCounter} IC=${cycles ?? "-"}`,
  ];
}

/** All ten slots, the empty ones too: the answer of DTC. */
export function report(store: TroubleStore): readonly string[] {
  return [
    `DTC report: ${store.stored} stored, ${store.present} present`,
    ...store.slots.flatMap((slot, n) => slotLines(n, slot)),
  ];
}

/** What is new. @param news numbers of slots */
export function update(
  store: TroubleStore,
  news: readonly number[],
): readonly string[] {
  return [
    `DTC update (${store.stored} stored, ${store.present} present):`,
    ...news.flatMap((n) => slotLines(n, store.slots[n])),
  ];
}
