import assert from "node:assert/strict";
import {
  busesOf,
  busNumbers,
  choiceOf,
  withBus,
} from "../../../../../../runtime/links/http/gateway/page/chosen_data.js";

Deno.test("what was found is chosen by the name that stays", () => {
  const device = "/dev/ttyACM0";
  const flag = `--can slcan:${device}@500000,115200`;
  assert.deepEqual(choiceOf({ device, flag, aliases: [] }), {
    name: "can",
    value: "slcan:/dev/ttyACM0@500000,115200",
  });
  const aliases = ["/dev/serial/by-id/usb-CANable-if00"];
  assert.deepEqual(choiceOf({ device, flag, aliases }), {
    name: "can",
    value: "slcan:/dev/serial/by-id/usb-CANable-if00@500000,115200",
  });
  assert.equal(choiceOf({ device, flag: "", aliases }), undefined);
});

Deno.test("an interface becomes one of the buses, and is no other one any more", () => {
  const text = "socketcan:can0 2=slcan:/dev/ttyACM0@500000";
  assert.deepEqual([...busesOf(text)], [
    [1, "socketcan:can0"],
    [2, "slcan:/dev/ttyACM0@500000"],
  ]);
  assert.equal(withBus("", 1, "socketcan:can0"), "socketcan:can0");
  assert.equal(
    withBus(text, 3, "socketcan:can1"),
    `${text} 3=socketcan:can1`,
  );
  assert.equal(
    withBus(text, 1, "slcan:/dev/ttyACM0@500000"),
    "slcan:/dev/ttyACM0@500000",
  );
  assert.deepEqual(busNumbers(""), [1]);
  assert.deepEqual(busNumbers("2=socketcan:can1"), [1, 2]);
  assert.deepEqual(busNumbers(text), [1, 2, 3]);
});
