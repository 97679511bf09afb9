/** A module that runs inside and changes what all code shares is left out, and all is as it was before. */
import { deepEqual } from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { loadInside } from "../../../app/isolation/inside.ts";
import { inFolder } from "../program.ts";

const boom = `() => { throw new Error("boom"); }`;
/** What a module does, and what is told of it. */
const changes: readonly (readonly [code: string, what: string])[] = [
  [`Object.prototype.toJSON = ${boom};`, "Object.prototype.toJSON"],
  [`Object.prototype.timeout = 1;`, "Object.prototype.timeout"],
  [`Array.prototype.map = ${boom};`, "Array.prototype.map"],
  [
    `Array.prototype[Symbol.iterator] = ${boom};`,
    "Array.prototype.Symbol(Symbol.iterator)",
  ],
  [
    `Object.getPrototypeOf([].values()).next = ${boom};`,
    "iterators of arrays: next",
  ],
  [`Function.prototype.call = ${boom};`, "Function.prototype.call"],
  [`Promise.prototype.then = ${boom};`, "Promise.prototype.then"],
  [`Map.prototype.get = () => undefined;`, "Map.prototype.get"],
  [`String.prototype.slice = () => "x";`, "String.prototype.slice"],
  [`delete String.prototype.trim;`, "String.prototype.trim"],
  [`JSON.stringify = ${boom};`, "JSON.stringify"],
  [`Math.floor = Math.ceil;`, "Math.floor"],
  [`Date.now = () => 0;`, "Date.now"],
  [`globalThis.Date = undefined;`, "Date"],
  [`globalThis.setTimeout = () => 0;`, "setTimeout"],
  [
    `Object.defineProperty(Number.prototype, "toFixed", { get: ${boom} });`,
    "Number.prototype.toFixed",
  ],
];

Deno.test("what a module changes of the language's objects is named and put back, and it is left out", () =>
  inFolder(async (folder) => {
    for (const [k, [code, what]] of changes.entries()) {
      const file = `${folder}/m${k}.js`;
      await Deno.writeTextFile(file, `${code}\nexport default { id: "m" };`);
      const { plugins, wrong } = await loadInside({
        specifier: pathToFileURL(file).href,
        name: "m.js",
      });
      deepEqual([plugins.length, wrong], [0, [
        `Plugin m.js cannot be loaded: it changes ${what}, which all of the program uses: write a function of its own for that`,
      ]]);
    }
    deepEqual(
      [
        JSON.stringify({ a: [1].map((x) => x + 1) }),
        " b ".trim().slice(0),
        Math.floor(1.5),
        new Map([[1, 2]]).get(1),
        Object.keys(Object.prototype),
      ],
      ['{"a":[2]}', "b", 1, 2, []],
    );
  }));

Deno.test("it is put back also where the module fails; what is new is in nobody's way", () =>
  inFolder(async (folder) => {
    const load = async (name: string, text: string) => {
      await Deno.writeTextFile(`${folder}/${name}`, text);
      const specifier = pathToFileURL(`${folder}/${name}`).href;
      return await loadInside({ specifier, name });
    };
    const { wrong } = await load(
      "fails.js",
      `Array.prototype.at = ${boom}; throw new Error("not today");`,
    );
    deepEqual(wrong, ["Plugin fails.js cannot be loaded: not today"]);
    deepEqual([7].at(0), 7);
    const { plugins } = await load(
      "adds.js",
      `Object.defineProperty(Array, "ofAll", { value: 1, configurable: true }); export default { id: "adds" };`,
    );
    deepEqual(plugins.map(({ id }) => id), ["adds"]);
    Reflect.deleteProperty(Array, "ofAll");
  }));
