import { SimCanBus } from "../../../hal/sim/can.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { canContract, show } from "../can_contract.ts";

canContract("simulated bus", () => {
  const driver = new SimCanBus(new SimClock());
  const sent: string[] = [];
  driver.attach({ receive: (id, data) => void sent.push(show(id, data)) });
  return {
    driver,
    extended: true,
    guards: false,
    inject: (id, data) => driver.inject(id, data, id > 0x7ff),
    sent: () => sent,
    close: () => driver.close(),
  };
});
