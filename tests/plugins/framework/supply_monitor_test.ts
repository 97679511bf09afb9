import { deepEqual, equal } from "node:assert/strict";
import {
  type SupplyEvent,
  SupplyMonitor,
} from "../../../plugins/framework/supply_monitor.ts";

/** A monitor that has taken its reference. */
function parked(volts: number): SupplyMonitor {
  const monitor = new SupplyMonitor();
  monitor.read(volts);
  for (let i = 0; i < 16; i++) off(monitor, volts);
  return monitor;
}

function off(
  monitor: SupplyMonitor,
  volts: number | undefined,
): SupplyEvent | undefined {
  return monitor.minute({ volts, carOn: false, charging: false });
}

Deno.test("the checked run of the specification", () => {
  const monitor = parked(13);
  equal(monitor.reference, 13);
  const levels: (number | undefined)[] = [], events = [];
  for (const volts of [11.3, 11.3, 11.3, 11.3, 12.9]) {
    events.push(off(monitor, volts));
    levels.push(monitor.volts);
  }
  deepEqual(levels, [12.2, 11.8, 11.6, 11.5, 12.2]);
  deepEqual(events, [undefined, undefined, undefined, "low", "recovered"]);
  equal(monitor.text("recovered"), "12V BATTERY OK (12.2V, ref=13.0V)");
});

Deno.test("the alert's text has level and reference, if there is one", () => {
  const monitor = parked(13);
  for (let i = 0; i < 4; i++) off(monitor, 11.3);
  equal(
    monitor.text("low"),
    "ALERT!!! 12V BATTERY CRITICAL (11.5V, ref=13.0V)",
  );
  const young = new SupplyMonitor();
  equal(off(young, 11.4), "low");
  equal(young.text("low"), "ALERT!!! 12V BATTERY CRITICAL (11.4V)");
});

Deno.test("the reference is taken after 16 minutes with the car off", () => {
  const monitor = new SupplyMonitor();
  monitor.read(12.5);
  for (let minute = 1; minute <= 15; minute++) {
    off(monitor, 12.5);
    equal(monitor.settling, minute);
    equal(monitor.reference, undefined);
  }
  off(monitor, 12.5);
  equal(monitor.settling, 0);
  equal(monitor.reference, 12.5);
});

Deno.test("driving interrupts the calm-down, charging ends the reference", () => {
  const monitor = new SupplyMonitor();
  for (let i = 0; i < 10; i++) off(monitor, 12.5);
  monitor.minute({ volts: 12.5, carOn: true, charging: false });
  equal(monitor.settling, 0);
  const old = parked(12.5);
  old.minute({ volts: 12.5, carOn: true, charging: false });
  equal(old.reference, 12.5);
  old.minute({ volts: 14, carOn: true, charging: true });
  equal(old.reference, undefined);
});

Deno.test("each limit is reported once until the level is 0.2 V above it", () => {
  const monitor = parked(13);
  const after = (level: number) => {
    // Such a reading makes the average exactly the level.
    const reading = 2 * level - (monitor.volts ?? level);
    return off(monitor, reading);
  };
  equal(after(11.6), undefined);
  equal(after(11.5), "low", "1.5 V under the reference");
  equal(after(11.5), undefined);
  equal(after(11.4), "low", "below 11.5 V");
  equal(after(11.3), undefined);
  equal(after(11.6), undefined, "not yet recovered");
  equal(after(11.4), undefined, "still the same alert");
  equal(monitor.alert, true);
  equal(after(11.7), "recovered");
  equal(monitor.alert, false);
  equal(after(11.5), "low", "a new one");
});

Deno.test("below 11.5 V is reported without any reference, and while driving", () => {
  const monitor = new SupplyMonitor();
  const driving = (volts: number) =>
    monitor.minute({ volts, carOn: true, charging: true });
  equal(driving(11.5), undefined);
  equal(driving(11.3), "low");
  equal(driving(11.3), undefined);
  equal(driving(14), "recovered");
});

Deno.test("a new reference ends an alert that came from the old one, silently", () => {
  const monitor = parked(13);
  for (let i = 0; i < 3; i++) off(monitor, 11.4);
  equal(off(monitor, 11.4), "low");
  monitor.minute({ volts: 11.4, carOn: false, charging: true });
  equal(monitor.alert, true);
  const events = Array.from({ length: 16 }, () => off(monitor, 11.4));
  equal(monitor.reference, 11.5);
  equal(monitor.alert, false);
  deepEqual(events.filter(Boolean), []);
});

Deno.test("an unknown voltage is unknown, and the next one counts as it is", () => {
  const monitor = parked(12.5);
  equal(off(monitor, undefined), undefined);
  equal(monitor.volts, undefined);
  equal(off(monitor, 13.5), undefined);
  equal(monitor.volts, 13.5);
});
