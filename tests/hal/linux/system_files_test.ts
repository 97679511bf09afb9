import { deepEqual, equal, throws } from "node:assert/strict";
import {
  linkTarget,
  listFolder,
  readSystemFile,
} from "../../../hal/linux/mod.ts";
import { libc } from "../../../hal/linux/libc.ts";

// Loaded here, outside of every test: it stays for good.
libc();

Deno.test("a folder's names, however long", async () => {
  const folder = await Deno.makeTempDir();
  const names = [
    "a",
    "b".repeat(255),
    "ü",
    ...Array.from(
      { length: 300 },
      (_, n) => `file ${String(n).padStart(4, "0")}`,
    ),
  ];
  for (const name of names) await Deno.writeTextFile(`${folder}/${name}`, "");
  deepEqual(listFolder(folder), names.sort());
  await Deno.remove(folder, { recursive: true });
  throws(() => listFolder(folder), /no such device/);
});

Deno.test("a value of the kernel", () => {
  equal(readSystemFile("/sys/class/net/lo/type").trim(), "772");
  throws(() => readSystemFile("/sys/class/net/lo/nothing"), /ENOENT/);
});

Deno.test("where a link leads", async () => {
  const folder = await Deno.makeTempDir(), link = `${folder}/link`;
  await Deno.symlink("../../ttyUSB0", link);
  equal(linkTarget(link), "../../ttyUSB0");
  equal(linkTarget(folder), undefined);
  await Deno.remove(folder, { recursive: true });
});
