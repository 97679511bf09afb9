import { Frame, fromHex } from "../../hal/can_frame.ts";

type Row = readonly [id: number, perSecond: number, payload: string];

/** What a Twizy that drives sends in a second, as far as RT3.0 decodes it. */
const MIX: readonly Row[] = [
  [0x155, 100, "0795DC547D000070"],
  [0x597, 10, "0095214129000135"],
  [0x599, 10, "00007918FF2F1388"],
  [0x59e, 10, "11FD0CA1D5280000"],
  [0x5d7, 10, "1388047C1CE000"],
  [0x556, 10, "336334335334335A"],
  [0x69f, 1, "F0828737"],
  [0x554, 1, "4645454445454600"],
  [0x557, 1, "3343353353353350"],
  [0x55e, 1, "33433433433600D5"],
  [0x55f, 1, "008E73000023E23E"],
];

/** Seconds of the mix with values that move: SOC, current, speed, range, distance and cells change. */
export function frameSeconds(count: number): readonly (readonly Frame[])[] {
  return Array.from({ length: count }, (_, second) => frameSecond(second));
}

function frameSecond(second: number): Frame[] {
  const timed = MIX.flatMap(([id, n, payload]) =>
    Array.from({ length: n }, (_, k) => {
      const data = fromHex(payload);
      vary(id, data, second * n + k);
      return { at: (k + 0.5) / n, frame: new Frame(id, data) };
    })
  );
  return timed.sort((a, b) => a.at - b.at).map(({ frame }) => frame);
}

/** Lets the values of a frame move as they do while driving. */
function vary(id: number, data: Uint8Array, k: number): void {
  const view = new DataView(data.buffer);
  if (id === 0x155) {
    view.setUint16(1, 0x9000 | 1500 + (k * 37) % 600);
    // 0.01 % a second, which is driving at about 2.4 kW.
    view.setUint16(4, 32000 - 4 * Math.floor(k / 100));
  } else if (id === 0x599) {
    view.setUint8(5, 30 + k % 40);
    view.setUint16(6, 5000 + (k * 13) % 400);
  } else if (id === 0x59e) view.setUint16(0, (k * 139) & 0xffff);
  // The first cell by one step of 5 mV.
  else if (id === 0x556) view.setUint8(1, 0x63 + 0x10 * (k % 3 % 2));
}
