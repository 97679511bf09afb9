/**
 * What all code of a process shares: the objects of the language. A module that runs inside and changes them,
 * as old libraries do, changes the program. While it is loaded that is seen and put back; later nothing can.
 */
// Taken now and called by these names: whoever changed them must not be asked. For the same reason there is
// no loop, spread or pattern here that asks an array's iterator.
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, is } = Object;
const { deleteProperty, ownKeys } = Reflect;

/** Globals that are looked at with their own properties and those of their prototypes. */
const NAMES = [
  "Object",
  "Function",
  "Array",
  "String",
  "Number",
  "Boolean",
  "BigInt",
  "Symbol",
  "RegExp",
  "Date",
  "Promise",
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "Uint8Array",
  "Float64Array",
  "DataView",
  "JSON",
  "Math",
  "Reflect",
] as const;
/** Globals of which only the name is looked at. */
const FUNCTIONS = [
  "Proxy",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "setImmediate",
  "queueMicrotask",
  "structuredClone",
] as const;

/** One property as it was. */
interface Kept {
  readonly of: object;
  readonly key: PropertyKey;
  readonly name: string;
  readonly was: PropertyDescriptor;
}

/** Remembers what is there; what it gives puts that back, and names the first that was another one. */
export function keepShared(): () => string | undefined {
  const kept: Kept[] = [];
  const keep = (of: object, name: string, keys: readonly PropertyKey[]) => {
    for (const key of keys) {
      const was = getOwnPropertyDescriptor(of, key);
      if (was) kept.push({ of, key, name: `${name}${String(key)}`, was });
    }
  };
  keep(globalThis, "", [...NAMES, ...FUNCTIONS]);
  for (const name of NAMES) {
    const one: object = globalThis[name];
    keep(one, `${name}.`, ownKeys(one));
    if (!("prototype" in one)) continue;
    const prototype = Object(one.prototype);
    keep(prototype, `${name}.prototype.`, ownKeys(prototype));
  }
  const iterator = getPrototypeOf([][Symbol.iterator]());
  keep(iterator, "iterators of arrays: ", ownKeys(iterator));
  const common = ownKeys(Object.prototype).length;
  return () => {
    const first = changed(kept), more = added(common);
    return first ?? more;
  };
}

function changed(kept: readonly Kept[]): string | undefined {
  let first: string | undefined;
  for (let k = 0; k < kept.length; k++) {
    const one = kept[k];
    if (!one || isAsBefore(one)) continue;
    first ??= one.name;
    putBack(one);
  }
  return first;
}

function isAsBefore({ of, key, was }: Kept): boolean {
  const now = getOwnPropertyDescriptor(of, key);
  return now !== undefined && is(now.value, was.value) &&
    now.get === was.get && now.set === was.set;
}

function putBack({ of, key, was }: Kept): void {
  try {
    defineProperty(of, key, was);
  } catch {
    // It was made unchangeable: the program goes on as well as it can.
  }
}

/** What every object has now: it would be in each list of keys. Elsewhere what is new is in nobody's way. */
function added(before: number): string | undefined {
  const keys = ownKeys(Object.prototype);
  let first: string | undefined;
  for (let k = before; k < keys.length; k++) {
    const key = keys[k];
    if (key === undefined) continue;
    first ??= `Object.prototype.${String(key)}`;
    deleteProperty(Object.prototype, key);
  }
  return first;
}
