import assert from "node:assert/strict";
import * as v from "valibot";
import { ownOffer } from "../../../app/offer.ts";
import { webPlugins } from "../../../app/web/plugins.ts";
import { isConfinable } from "../../../hal/linux/mod.ts";
import { pluginAnswer } from "../../../runtime/links/http/api/plugins.ts";
import {
  openConsole,
  type TestConsole,
} from "../../runtime/links/http/console.ts";
import { inFolder } from "../program.ts";

// The C library stays loaded, which is no leak of a test
isConfinable();

const HARMLESS = (text: string) =>
  `export default { id: "guest", summary: "A guest",
    sms: { HI: { usage: "HI", run: () => "${text}" } } };`;
const WISHFUL = `export default { id: "wishful", needs: ["can.tx"],
    sms: { WISH: { usage: "WISH", run: () => "wished" } } };`;

/** Runs work with a console whose store is a file in a folder. */
async function withConsole(
  work: (car: TestConsole, folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    await using closing = new AsyncDisposableStack();
    using car = openConsole({
      gatewayOf: ({ runtime }) => ({
        plugins: webPlugins(runtime, ownOffer, `${folder}/s.db`, closing),
      }),
    });
    await work(car, folder);
  });
}

const list = async (car: TestConsole) =>
  v.parse(v.array(pluginAnswer), await car.api("/plugins/all"));
const found = async (car: TestConsole, id: string) =>
  (await list(car)).find((plugin) => plugin.id === id);
const post = (car: TestConsole, path: string, json: unknown) =>
  car.api(`/plugins/${path}`, { method: "POST", json }) as Promise<
    { said?: string[]; detail?: string }
  >;
const act = (car: TestConsole, id: string, act: string) =>
  post(car, "act", { id, act });
/** An answer comes from another process: real time has to pass with the simulated one. */
async function command(car: TestConsole, text: string): Promise<string> {
  const answer = car.runtime.text(text, {
    link: "console",
    from: "",
    principal: "owner",
  });
  let done = false;
  answer.finally(() => done = true);
  while (!done) {
    await car.clock.run(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return (await answer).messages.join("\n");
}

Deno.test("the program's own plugins are listed with what they may", () =>
  withConsole(async (car) => {
    const cfg = await found(car, "cfg");
    assert.equal(cfg?.place, "own");
    assert.equal(cfg?.state, "at work");
    assert.equal(cfg?.from, "");
  }));

Deno.test("a plugin is installed while the program runs, loaded anew as a later version, and taken away", () =>
  withConsole(async (car, folder) => {
    const file = `${folder}/guest.js`;
    await Deno.writeTextFile(file, HARMLESS("hi"));
    const { said } = await post(car, "install", { from: file });
    assert.match(said?.join() ?? "", /^Installed guest from /);
    const guest = await found(car, "guest");
    assert.deepEqual(
      [guest?.place, guest?.state, guest?.from, guest?.wants],
      ["apart", "at work", file, []],
    );
    assert.equal(await command(car, "HI"), "hi");
    await Deno.writeTextFile(file, HARMLESS("hi again"));
    await post(car, "install", { from: file });
    assert.equal(await command(car, "HI"), "hi again");
    assert.match(
      (await act(car, "guest", "reload")).said?.join() ?? "",
      /anew/,
    );
    assert.equal(await command(car, "HI"), "hi again");
    assert.equal(car.hal.store.journalled().at(-1)?.who, "http owner");

    await act(car, "guest", "remove");
    assert.equal(await found(car, "guest"), undefined);
    assert.match(await command(car, "HI"), /no command|unknown|^$/i);
    assert.match(
      (await act(car, "guest", "remove")).detail ?? "",
      /^Plugin guest is not installed/,
    );
  }));

Deno.test("a plugin that wants something runs only while the owner allows it", () =>
  withConsole(async (car, folder) => {
    const file = `${folder}/wishful.js`;
    await Deno.writeTextFile(file, WISHFUL);
    await post(car, "install", { from: file });
    const before = await found(car, "wishful");
    assert.equal(before?.state, "left out");
    assert.deepEqual(before?.may, []);
    assert.match(before?.wants.join() ?? "", /^put frames on the CAN bus/);
    assert.equal(car.runtime.host.find("wishful"), undefined);

    await act(car, "wishful", "allow");
    const allowed = await found(car, "wishful");
    assert.equal(allowed?.state, "at work");
    assert.deepEqual(allowed?.wants, []);
    assert.equal(await command(car, "WISH"), "wished");

    await act(car, "wishful", "forbid");
    assert.equal((await found(car, "wishful"))?.state, "left out");
    assert.equal(car.runtime.host.find("wishful"), undefined);
    assert.ok(
      car.hal.store.journalled().some(({ what, key }) =>
        what === "grant" && key === "wishful"
      ),
    );
  }));

Deno.test("what cannot be installed is told in a sentence, and the program goes on as it was", () =>
  withConsole(async (car, folder) => {
    await Deno.writeTextFile(`${folder}/bad.js`, `export default { id: "A" };`);
    const refused = async (from: string) =>
      (await post(car, "install", { from })).detail ?? "";
    const before = await list(car);
    assert.match(await refused(`${folder}/bad.js`), /id: must be lower case/);
    assert.match(await refused(`${folder}/gone.js`), /cannot be installed/);
    assert.match(
      await refused("guest"),
      /^"guest" cannot be installed: expected/,
    );
    assert.match(
      (await act(car, "cfg", "forbid")).detail ?? "",
      /^No plugin in a process of its own is called cfg/,
    );
    assert.deepEqual(await list(car), before);
  }));
