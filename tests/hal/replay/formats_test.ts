/** One recording in every format, layout, packing and letters: all give the same frames. */
import assert from "node:assert/strict";
import { toHex } from "../../../hal/can_frame.ts";
import {
  detect,
  LogReport,
  readLog,
  readLogStream,
} from "../../../hal/replay/mod.ts";

/** ms of 2023-11-14 22:13:20 UTC. */
const BEGIN = 1_700_000_000_000;
/** Time behind the begin in ms, identifier, data, bus. */
type Seen = readonly [ms: number, id: number, data: string, bus: number];
const EXPECTED: readonly Seen[] = [
  [0, 0x155, "0597D0546D58006F", 1],
  [3, 0x599, "000004B8FF490000", 1],
  [6, 0x18daf110, "021003", 1],
  [9, 0x424, "11", 1],
];
/** Whether the format tells the day, and whether it tells times at all. */
type Times = "absolute" | "relative" | "none";

const WRITINGS: Readonly<
  Record<string, readonly [format: string, times: Times, lines: string]>
> = {
  "candump -l": [
    "candump",
    "absolute",
    `
(1700000000.000000) can0 155#0597D0546D58006F
(1700000000.003000) can0 599#000004B8FF490000_9
(1700000000.006000) can0 18DAF110#021003
(1700000000.009000) can0 424#11 R`,
  ],
  "candump -l of today": [
    "candump",
    "absolute",
    `
(1700000000.000000) can0 155#0597D0546D58006F R
(1700000000.003000) can0 599#000004B8FF490000 R
(1700000000.004000) can0 599#R
(1700000000.006000) can0 18DAF110#021003 R
(1700000000.009000) can0 424#11 R`,
  ],
  "candump": [
    "candump",
    "none",
    `
  can0  155   [8]  05 97 D0 54 6D 58 00 6F
  can0  599   [8]  00 00 04 B8 FF 49 00 00
  can0  18DAF110   [3]  02 10 03
  can0  424   [1]  11`,
  ],
  "candump -ta": [
    "candump",
    "absolute",
    `
 (1700000000.000000)  can0  155   [8]  05 97 D0 54 6D 58 00 6F
 (1700000000.003000)  can0  599   [8]  00 00 04 B8 FF 49 00 00
 (1700000000.004000)  can0  599   [0]  remote request
 (1700000000.006000)  can0  18DAF110   [3]  02 10 03
 (1700000000.009000)  can0  424   [1]  11`,
  ],
  "candump -tA -a": [
    "candump",
    "absolute",
    `
 (2023-11-14 22:13:20.000000)  can0  155   [8]  05 97 D0 54 6D 58 00 6F   '...TmX.o'
 (2023-11-14 22:13:20.003000)  can0  599   [8]  00 00 04 B8 FF 49 00 00   '.....I..'
 (2023-11-14 22:13:20.006000)  can0  18DAF110   [3]  02 10 03            '...'
 (2023-11-14 22:13:20.009000)  can0  424   [1]  11                       '.'`,
  ],
  "candump -tz -x": [
    "candump",
    "relative",
    `
 (000.000000)  can0  RX - -  155   [8]  05 97 D0 54 6D 58 00 6F
 (000.003000)  can0  TX B E  599   [8]  00 00 04 B8 FF 49 00 00
 (000.006000)  can0  RX - -  18DAF110   [3]  02 10 03
 (000.009000)  can0  RX - -  424   [1]  11`,
  ],
  "candump -td": [
    "candump",
    "relative",
    `
 (000.000000)  can0  155   [8]  05 97 D0 54 6D 58 00 6F
 (000.003000)  can0  599   [8]  00 00 04 B8 FF 49 00 00
 (000.003000)  can0  18DAF110   [3]  02 10 03
 (000.002000)  can0  424   [R]  11
 (000.003000)  can0  424   [1]  11
 (000.000900)  can0  20000004   [8]  00 00 00 00 00 00 00 00   ERRORFRAME`,
  ],
  "candump -S": [
    "candump",
    "absolute",
    `
 (1700000000.000000)  can0  155   [8]  6F\`00\`58\`6D\`54\`D0\`97\`05
 (1700000000.003000)  can0  599   [8]  00\`00\`49\`FF\`B8\`04\`00\`00
 (1700000000.006000)  can0  18DAF110   [3]  03\`10\`02
 (1700000000.009000)  can0  424   [1]  11`,
  ],
  "candump -i": [
    "candump",
    "absolute",
    `
 (1700000000.000000)  can0  155   [8]  00000101 10010111 11010000 01010100 01101101 01011000 00000000 01101111
 (1700000000.003000)  can0  599   [8]  00000000 00000000 00000100 10111000 11111111 01001001 00000000 00000000
 (1700000000.006000)  can0  18DAF110   [3]  00000010 00010000 00000011
 (1700000000.009000)  can0  424   [1]  00010001`,
  ],
  "candump -c": [
    "candump",
    "absolute",
    `
\x1b[34m (1700000000.000000)  can0  155   [8]  05 97 D0 54 6D 58 00 6F\x1b[0m
\x1b[34m (1700000000.003000)  can0  599   [8]  00 00 04 B8 FF 49 00 00\x1b[0m
\x1b[34m (1700000000.006000)  can0  18DAF110   [3]  02 10 03\x1b[0m
\x1b[34m (1700000000.009000)  can0  424   [1]  11\x1b[0m`,
  ],
  "CRTD": [
    "crtd",
    "absolute",
    `
1700000000.000000 CXX OVMS CRTD
1700000000.000000 CVR 3.1
1700000000.000000 1R11 155 05 97 d0 54 6d 58 00 6f
1700000000.001000 1CER Error intr=0
1700000000.003 R11 599 0 0 4 b8 ff 49 0 0
# a note
1700000000.006000 1T29 18DAF110 2 10 3
1700000000.008000 CEV vehicle.on
1700000000.009000 1R11 424 11`,
  ],
  "GVRET with direction": [
    "gvret",
    "absolute",
    `
Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8
1700000000000000,00000155,false,Rx,0,8,05,97,D0,54,6D,58,00,6F,
1700000000003000,00000599,false,Rx,0,8,00,00,04,B8,FF,49,00,00,
1700000000006000,18DAF110,true,Tx,0,3,02,10,03,
1700000000009000,00000424,false,Rx,0,1,11,`,
  ],
  "GVRET without direction": [
    "gvret",
    "relative",
    `
Time Stamp,ID,Extended,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8
0,155,FALSE,0,8,5,97,D0,54,6D,58,0,6F
3000,599,FALSE,0,8,0,0,4,B8,FF,49,0,0
6000,18DAF110,TRUE,0,3,2,10,3
9000,424,FALSE,0,1,11`,
  ],
  "Vector ASC": [
    "asc",
    "absolute",
    `
date Tue Nov 14 10:13:20.000 pm 2023
base hex  timestamps absolute
internal events logged
// version 9.0.0
Begin Triggerblock Tue Nov 14 10:13:20.000 pm 2023
   0.000000 Start of measurement
   0.000000 1  155             Rx   d 8 05 97 D0 54 6D 58 00 6F  Length = 240000 BitCount = 124 ID = 341
   0.001000 1  ErrorFrame
   0.003000 1  599             Rx   d 8 00 00 04 B8 FF 49 00 00
   0.004000 1  Statistic: D 0 R 0 XD 0 XR 0 E 0 O 0 B 0.00%
   0.005000 CAN 1 Status:chip status error active
   0.006000 1  18DAF110x       Tx   d 3 02 10 03
   0.007000 1  599             Rx   r
   0.009000 1  424             Rx   d 1 11
End TriggerBlock`,
  ],
  "Vector ASC in decimals, relative times": [
    "asc",
    "absolute",
    `
date Tue Nov 14 22:13:20 2023
base dec  timestamps relative
no internal events logged
   0.000000 1  341             Rx   d 8 5 151 208 84 109 88 0 111
   0.003000 1  1433            Rx   d 8 0 0 4 184 255 73 0 0
   0.003000 1  417001744x      Tx   d 3 2 16 3
   0.003000 1  1060            Rx   d 1 17`,
  ],
  "PEAK TRC 1.0": [
    "trc",
    "relative",
    `
;   Start time: 14.11.2023 22:13:20.000.0
      1)         0  0155  8  05 97 D0 54 6D 58 00 6F
      2)         3  0599  8  00 00 04 B8 FF 49 00 00
      3)         6  18DAF110  3  02 10 03
      4)         9  0424  1  11`,
  ],
  "PEAK TRC 1.1": [
    "trc",
    "absolute",
    `
;$FILEVERSION=1.1
;$STARTTIME=45244.9259259259
      1)         0.0  Rx         0155  8  05 97 D0 54 6D 58 00 6F
      2)         1.0  Warng      FFFFFFFF  4  00 00 00 08  BUSHEAVY
      3)         3.0  Rx         0599  8  00 00 04 B8 FF 49 00 00
      4)         6.0  Tx     18DAF110  3  02 10 03
      5)         8.0  Rx         0424  1  RTR
      6)         9.0  Rx         0424  1  11`,
  ],
  "PEAK TRC 1.3": [
    "trc",
    "absolute",
    `
;$FILEVERSION=1.3
;$STARTTIME=45244.9259259259
      1)         0.0 1  Rx        0155 -  8    05 97 D0 54 6D 58 00 6F
      2)         3.0 1  Rx        0599 -  8    00 00 04 B8 FF 49 00 00
      3)         6.0 1  Tx    18DAF110 -  3    02 10 03
      4)         9.0 1  Rx        0424 -  1    11`,
  ],
  "PEAK TRC 2.0": [
    "trc",
    "absolute",
    `
;$FILEVERSION=2.0
;$STARTTIME=45244.9259259259
;$COLUMNS=N,O,T,I,d,l,D
      1         0.000 DT     0155 Rx 8  05 97 D0 54 6D 58 00 6F
      2         1.000 ST          Rx    00 00 00 08
      3         3.000 DT     0599 Rx 8  00 00 04 B8 FF 49 00 00
      4         4.000 RR     0599 Rx 8
      5         6.000 DT 18DAF110 Tx 3  02 10 03
      6         9.000 DT     0424 Rx 1  11`,
  ],
  "PEAK TRC 2.1": [
    "trc",
    "absolute",
    `
;$FILEVERSION=2.1
;$STARTTIME=45244.9259259259
;$COLUMNS=N,O,T,B,I,d,R,L,D
      1         0.000 DT 1      0155 Rx -  8    05 97 D0 54 6D 58 00 6F
      2         3.000 DT 1      0599 Rx -  8    00 00 04 B8 FF 49 00 00
      3         6.000 DT 1  18DAF110 Tx -  3    02 10 03
      4         9.000 DT 1      0424 Rx -  1    11`,
  ],
  "a table with tabulators": [
    "tabbed",
    "relative",
    `
Index\tSystem Time\tTime Stamp\tChannel\tDirection\tFrame ID\tType\tFormat\tDLC\tData
0\t22:13:20.000\t0x00000000\tch1\tReceive\t0x0155\tData\tStandard\t0x08\tx| 05 97 D0 54 6D 58 00 6F
1\t22:13:20.003\t0x0000001E\tch1\tReceive\t0x0599\tData\tStandard\t0x08\tx| 00 00 04 B8 FF 49 00 00
2\t22:13:20.006\t0x0000003C\tch1\tSend\t0x18DAF110\tData\tExtended\t0x03\tx| 02 10 03
3\t22:13:20.008\t0x00000050\tch1\tReceive\t0x0424\tRemote\tStandard\t0x00\t
4\t22:13:20.009\t0x0000005A\tch1\tReceive\t0x0424\tData\tStandard\t0x01\tx| 11`,
  ],
  "a table with Chinese headings": [
    "tabbed",
    "relative",
    `
序号\t传输方向\t时间标识\t名称\t帧ID\t帧格式\t帧类型\t数据长度\t数据(HEX)
0\t接收\t0.000\t\t155\t标准帧\t数据帧\t8\t05 97 D0 54 6D 58 00 6F
1\t接收\t0.003\t\t599\t标准帧\t数据帧\t8\t00 00 04 B8 FF 49 00 00
2\t发送\t0.006\t\t18DAF110\t扩展帧\t数据帧\t3\t02 10 03
3\t接收\t0.009\t\t424\t标准帧\t数据帧\t1\t11`,
  ],
  "a table without headings": [
    "tabbed",
    "relative",
    `
1\t0.000000\tRX\t0155\t8\t05 97 D0 54 6D 58 00 6F
2\t0.003000\tRX\t0599\t8\t00 00 04 B8 FF 49 00 00
3\t0.006000\tTX\t18DAF110\t3\t02 10 03
4\t0.009000\tRX\t0424\t1\t11`,
  ],
  "Vector ASC of a bus that can do CAN FD": [
    "asc",
    "absolute",
    `
date Tue Nov 14 10:13:20.000 pm 2023
base hex  timestamps absolute
   0.000000 CANFD   1 Rx        155                                  0 0 8  8 05 97 D0 54 6D 58 00 6F   102203  133      0 0 0 0 0 0
   0.001000 CANFD   1 Rx        155                                  1 0 8  8 05 97 D0 54 6D 58 00 6F   102203  133   3000 0 0 0 0 0
   0.003000 CANFD   1 Rx        599  Charger                         0 0 8  8 00 00 04 B8 FF 49 00 00   102203  133      0 0 0 0 0 0
   0.004000 CANFD   1 Rx        599                                  1 0 9 12 00 00 04 B8 FF 49 00 00 00 00 00 00   102203  133   3000 0 0 0 0 0
   0.005000 CANFD   1 Rx        599                                  0 0 0  0   102203  133     10 0 0 0 0 0
   0.006000 CANFD   1 Tx   18DAF110x                                 0 0 3  3 02 10 03   102203  133      0 0 0 0 0 0
   0.009000 CANFD   1 Rx        424                                  0 0 1  1 11`,
  ],
  "CSV of python-can": [
    "python-can",
    "absolute",
    `
timestamp,arbitration_id,extended,remote,error,dlc,data
1700000000.0,0x155,0,0,0,8,BZfQVG1YAG8=
1700000000.001,0x0,0,0,1,8,AAAAAAAAAAA=
1700000000.002,0x599,0,1,0,8,
1700000000.003,0x599,0,0,0,8,AAAEuP9JAAA=
1700000000.006,0x18daf110,1,0,0,3,AhAD
1700000000.009,0x424,0,0,0,1,EQ==`,
  ],
  "a table whose heading looks like an identifier": [
    "tabbed",
    "relative",
    `
No\tTime\tCAN ID\tDirection\tFrame Type\tFrame Format\tLength\tData
0\t0.000\t0x155\tReceive\tData\tStandard\t8\t05 97 D0 54 6D 58 00 6F
1\t0.003\t0x599\tReceive\tData\tStandard\t8\t00 00 04 B8 FF 49 00 00
2\t0.006\t0x18DAF110\tSend\tData\tExtended\t3\t02 10 03
3\t0.009\t0x424\tReceive\tData\tStandard\t1\t11`,
  ],
};

function seenIn(text: string, report = new LogReport()): Seen[] {
  return [
    ...readLog(new TextEncoder().encode(text.slice(1)), report)
      .map(({ timeMs, frame: { id, data, bus } }): Seen => [
        timeMs,
        id,
        toHex(data),
        bus,
      ]),
  ];
}

for (const [name, [format, times, lines]] of Object.entries(WRITINGS)) {
  Deno.test(`${name} is recognised and gives frames, times and buses`, () => {
    const report = new LogReport(), seen = seenIn(lines, report);
    assert.equal(report.format, format);
    assert.equal(report.timeless, times === "none");
    assert.deepEqual(
      seen.map(([, ...rest]) => rest),
      EXPECTED.map(([, ...rest]) => rest),
    );
    const [first = [NaN]] = seen;
    const zero = times === "absolute" ? BEGIN : first[0];
    const steps = seen.map(([ms]) => Math.round(ms - zero));
    assert.deepEqual(
      steps,
      times === "none" ? [0, 1, 2, 3] : EXPECTED.map(([ms]) => ms),
    );
    const bad = name === "candump -td" ? 1 : 0;
    assert.equal(report.bad, bad, JSON.stringify(report.firstBad));
  });
}

async function seenIn16(
  bytes: Uint8Array<ArrayBuffer>,
  report = new LogReport(),
): Promise<number> {
  let frames = 0;
  // Pieces of odd length, so that letters and lines are cut anywhere.
  const pieces = Array.from(
    { length: Math.ceil(bytes.length / 7) },
    (_, n) => bytes.slice(7 * n, 7 * n + 7),
  );
  for await (const _ of readLogStream(ReadableStream.from(pieces), report)) {
    frames++;
  }
  return frames;
}

const PLAIN = (WRITINGS["candump -l"]?.[2] ?? "").slice(1);

function utf16(text: string, little: boolean, mark: boolean) {
  const letters = mark ? `\ufeff${text}` : text;
  const bytes = new Uint8Array(letters.length * 2);
  const view = new DataView(bytes.buffer);
  for (let n = 0; n < letters.length; n++) {
    view.setUint16(2 * n, letters.charCodeAt(n), little);
  }
  return bytes;
}

async function gzip(bytes: Uint8Array<ArrayBuffer>) {
  const packed = new Blob([bytes]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

Deno.test("packing, byte order marks, UTF-16 and line ends make no difference", async () => {
  const text = new TextEncoder();
  const writings = [
    text.encode(PLAIN),
    text.encode(PLAIN.replaceAll("\n", "\r\n")),
    text.encode(`\ufeff${PLAIN}`),
    utf16(PLAIN, true, true),
    utf16(PLAIN, false, true),
    utf16(PLAIN, true, false),
    utf16(PLAIN, false, false),
    await gzip(text.encode(PLAIN)),
    await gzip(utf16(PLAIN.replaceAll("\n", "\r\n"), true, true)),
  ];
  for (const [n, bytes] of writings.entries()) {
    const report = new LogReport();
    assert.equal(await seenIn16(bytes, report), 4, `writing ${n}`);
    assert.equal(report.bad, 0, `writing ${n}`);
  }
});

Deno.test("a packed recording that is cut off gives what there is, and says so", async () => {
  const whole = await gzip(new TextEncoder().encode(PLAIN.repeat(500)));
  const report = new LogReport();
  await seenIn16(whole.slice(0, whole.length - 12), report);
  assert.match(report.problem ?? "", /damaged or ends too early/);
});

Deno.test("buses are told apart in every format that tells them", () => {
  const buses = (text: string) => seenIn(text).map(([, , , bus]) => bus);
  assert.deepEqual(
    buses("\n(1.0) can1 155#01\n(1.1) can0 155#02\n(1.2) can1 155#03"),
    [2, 1, 2],
  );
  assert.deepEqual(buses("\n(1.0) can1 155#01\n(1.1) can1 155#02"), [1, 1]);
  assert.deepEqual(buses("\n1.0 2R11 155 01\n1.1 1R11 155 02"), [2, 1]);
  assert.deepEqual(buses("\n1,155,0,1,1,01\n2,155,0,0,1,02"), [2, 1]);
  assert.deepEqual(
    buses("\n0.1 2 155 Rx d 1 01\n0.2 1 155 Rx d 1 02"),
    [2, 1],
  );
  assert.deepEqual(
    buses(
      "\n;$FILEVERSION=1.2\n1) 0.0 2 Rx 0155 1 01\n2) 0.1 1 Rx 0155 1 02",
    ),
    [2, 1],
  );
});

Deno.test("what is no recording is recognised as none", () => {
  for (
    const text of ["", "\n\n", "hello\nworld", "a,b,c\n1,2,3", "1\t2\t3"]
  ) assert.equal(detect(new TextEncoder().encode(text)), undefined, text);
});

Deno.test("a format that is said is not looked for", () => {
  const report = new LogReport();
  const bytes = new TextEncoder().encode(PLAIN);
  assert.deepEqual([...readLog(bytes, report, { format: "crtd" })], []);
  assert.equal(report.bad, 4);
});

Deno.test("a table of another kind is no GVRET: what stands behind the bytes has to be bytes", () => {
  const report = new LogReport();
  const foreign = `
time,node,a,b,c,d,e
0.1,155,0,0,0,8,BZfQVG1YAG8=`;
  assert.deepEqual(seenIn(foreign, report), []);
  assert.equal(report.format, undefined);
  const filled = `
Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8
0,00000424,false,Rx,0,1,11,00,00,00,00,00,00,00`;
  assert.deepEqual(seenIn(filled), [[0, 0x424, "11", 1]]);
});
