import assert from "node:assert/strict";
import { ask, inFolder } from "./program.ts";

const DUMP = `Index,Subindex,DataType,Access,ValueHex,ValueDec,ValueStr
0x2920,0x01,Unsigned16,RW,0x320,800,
0x1018,0x02,Unsigned32,RO,0x712302d,118632493,
`;

Deno.test("a controller is read from a dump, backed up, exported, and simulated from that", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/dump.csv`, DUMP);
    const none = await ask(
      ["--store", "a.db", "--export-controller", "c.json"],
      folder,
    );
    assert.match(none.stderr, /^There is no backup of the controller/);
    assert.equal(none.code, 2);
    const backup = ["FEATURE 15 1", "CFG READ 2920 1", "CFG BACKUP"]
      .flatMap((text) => ["--exec", text]);
    const made = await ask(
      ["--store", "a.db", "--controller", "dump.csv", ...backup],
      folder,
    );
    assert.match(made.stdout, /0x2920\.01: 0x0320 = 800\n[^]*CFG BACKUP: OK/);
    const told = await ask(
      ["--store", "a.db", "--export-controller", "c.json"],
      folder,
    );
    assert.match(told.stdout, /^Exported \d+ objects\n$/);
    const printed = await ask(
      ["--store", "a.db", "--export", "controller"],
      folder,
    );
    assert.equal(
      printed.stdout,
      await Deno.readTextFile(`${folder}/c.json`),
    );
    const copy = await ask(
      ["--controller", "c.json", ...backup.slice(0, 4)],
      folder,
    );
    assert.match(copy.stdout, /0x2920\.01: 0x0320 = 800\n/);
    const bad = await ask(["--controller", "a.db", "--exec", "STAT?"], folder);
    assert.match(bad.stderr, /a\.db is no dump of a controller: /);
    assert.equal(bad.code, 2);
  }));
