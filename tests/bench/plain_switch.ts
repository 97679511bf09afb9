import type { CanFrame } from "../../hal/mod.ts";

/** The yardstick: a switch written by hand that takes the same values out and does nothing else. */
export class PlainSwitch {
  soc = 0;
  power = 0;
  current = 0;
  chargeLimit = 0;
  lineVoltage = 0;
  lineCurrent = 0;
  status = 0x40;
  converterCurrent = 0;
  charger = 0;
  pem = 0;
  range = 0;
  speed = 0;
  distance = 0;
  controller = 0;
  motor = 0;
  odometer = 0;
  vin = "";
  pack = 0;
  readonly cells = new Float64Array(14);
  readonly modules = new Float64Array(7);

  frame(f: CanFrame): void {
    switch (f.id) {
      case 0x155: {
        if (f.u8(3) !== 0x54) return;
        const soc = f.u16(4), current = f.u16(1) & 0xfff, level = f.u8(0);
        if (soc > 0 && soc <= 40000) this.soc = (soc >> 2) / 100;
        if (current > 0 && current < 0xf00) {
          this.power = (2000 - current) * 16 / 1000;
          this.current = (2000 - current) / 4;
        }
        if (level !== 0xff) this.chargeLimit = level * 5;
        return;
      }
      case 0x597: {
        const mains = f.bit(0, 5), temperature = f.u8(7);
        this.lineVoltage = mains ? 230 : 0;
        this.lineCurrent = mains ? 10 : 0;
        this.status = f.u8(1);
        this.converterCurrent = f.u8(2) / 5;
        if (temperature > 0 && temperature < 0xf0) {
          this.charger = temperature - 40;
          this.pem = temperature - 40;
        }
        return;
      }
      case 0x599: {
        const range = f.u8(5), speed = f.u16(6);
        const steady = (this.status & 0x60) === 0;
        if (range !== 0 && range !== 0xff && steady) this.range = range;
        if (speed !== 0xffff) this.speed = speed / 100;
        return;
      }
      case 0x59e: {
        const temperature = f.u8(5);
        this.distance = f.u16(0) / 10;
        if (temperature > 0 && temperature < 0xf0) {
          this.controller = temperature - 40;
        }
        this.motor = temperature > 40 && temperature < 0xf0
          ? temperature - 40
          : 0;
        return;
      }
      case 0x5d7:
        this.odometer = (f.u32(2) >>> 4) / 100;
        return;
      case 0x69f: {
        let vin = "";
        for (let n = 0; n < 7; n++) vin += f.u32(0) >>> (4 * n) & 15;
        this.vin = vin;
        return;
      }
      case 0x554:
        if (f.u8(0) === 0xff) return;
        for (let k = 0; k < 7; k++) this.modules[k] = f.u8(k) - 40;
        return;
      case 0x556:
        this.#cells(f, 0, 5);
        return;
      case 0x557:
        this.#cells(f, 5, 5);
        return;
      case 0x55e:
        this.#cells(f, 10, 4);
        return;
      case 0x55f:
        if (f.u8(5) === 0xff) return;
        this.pack = ((f.u16(5) >> 4) + (f.u16(6) & 0xfff) >> 1) / 10;
    }
  }

  #cells(f: CanFrame, first: number, count: number): void {
    if (f.u8(0) === 0xff) return;
    for (let k = 0; k < count; k++) this.cells[first + k] = f.u12(k) / 200;
  }
}
