import { deepEqual, equal, match } from "node:assert/strict";
import { notificationsText } from "../../../app/store/texts.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { DeliveryReports } from "../../../runtime/owner/reports.ts";
import { bench, owner } from "ovms-edge/testing";
import { definePlugin } from "ovms-edge";

function world() {
  const store = openStore({ path: ":memory:", clock: new SimClock() });
  const reports = new DeliveryReports(store);
  const message = () => {
    const { id } = store.enqueue({ channel: "sms", kind: "x:y", text: "z" });
    store.deliver(id, "sent");
    return id;
  };
  const states = () => store.outbox(10).map(({ state }) => state);
  return { store, reports, message, states };
}

Deno.test("a report ends its message, whichever form the number has", () => {
  const { store, reports, message, states } = world();
  const first = message(), second = message();
  reports.sent(first, "+491701234567", [17]);
  reports.sent(second, "+491701234567", [18]);
  reports.received({ reference: 18, to: "01701234567", state: "trying" });
  deepEqual(states(), ["sent", "sent"]);
  reports.received({ reference: 18, to: "01701234567", state: "delivered" });
  reports.received({
    reference: 17,
    to: "+491701234567",
    state: "undelivered",
  });
  deepEqual(states(), ["undelivered", "delivered"]);
  equal(store.entries("sms.reports").size, 0);
  store.close();
});

Deno.test("of several parts the last one counts, and a failure of any", () => {
  const { store, reports, message, states } = world();
  const first = message(), second = message();
  reports.sent(first, owner, [1, 2]);
  reports.sent(first, owner, [3]);
  reports.sent(second, owner, [4, 5]);
  for (const reference of [1, 3]) {
    reports.received({ reference, to: owner, state: "delivered" });
  }
  deepEqual(states(), ["sent", "sent"]);
  reports.received({ reference: 2, to: owner, state: "delivered" });
  reports.received({ reference: 5, to: owner, state: "undelivered" });
  deepEqual(states(), ["delivered", "undelivered"]);
  store.close();
});

Deno.test("what is of somebody else, of an older message or damaged changes nothing", () => {
  const { store, reports, message, states } = world();
  const first = message(), second = message();
  reports.sent(first, owner, [9]);
  reports.received({ reference: 9, to: "+4917099999", state: "delivered" });
  reports.received({ reference: 10, to: owner, state: "delivered" });
  // The reference counts to 255 and begins anew.
  reports.sent(second, owner, [9]);
  reports.received({ reference: 9, to: owner, state: "delivered" });
  deepEqual(states(), ["sent", "delivered"]);
  store.put("sms.reports", { 11: "no object" });
  reports.received({ reference: 11, to: owner, state: "delivered" });
  store.close();
});

Deno.test("a notice is listed as delivered once its report came; answers ask for none", async () => {
  const alarm = definePlugin({
    id: "alarm",
    notices: { rings: { priority: "alarm", summary: "It rings" } },
    sms: {
      "RING": {
        usage: "RING",
        run: (_, { notify }) => {
          notify.rings("It rings");
          return "It will";
        },
      },
    },
  });
  await using car = await bench(alarm, { params: { 3: "SMS" } });
  const { gsm, store } = car.hal;
  deepEqual(await car.sms("RING"), ["It will"]);
  await car.seconds(3);
  match(
    notificationsText(store.outbox(5), String),
    /sms +sent +alarm:alarm\.rings/,
  );
  gsm.report(0, "delivered");
  match(
    notificationsText(store.outbox(5), String),
    /sms +delivered +alarm:alarm\.rings/,
  );
});
