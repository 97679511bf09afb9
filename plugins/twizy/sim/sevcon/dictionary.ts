import { keyOf, type ObjectSpec, sizeOf } from "./object_spec.ts";

/** An object with the bytes it holds now. */
export interface Entry extends ObjectSpec {
  bytes: Uint8Array;
}

/** The objects of a node and their values. */
export class ObjectDictionary {
  readonly #entries = new Map<number, Entry>();
  readonly #indexes = new Set<number>();

  constructor(objects: Iterable<ObjectSpec>) {
    for (const object of objects) {
      const bytes = typeof object.value === "number"
        ? littleEndian(object.value, sizeOf(object.type) ?? 4)
        : latin1(object.value);
      this.#entries.set(keyOf(object.index, object.sub), { ...object, bytes });
      this.#indexes.add(object.index);
    }
  }

  /** Number of objects. */
  get size(): number {
    return this.#entries.size;
  }

  /** All objects, in the order in which they were given. */
  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  get(index: number, sub: number): Entry | undefined {
    return this.#entries.get(keyOf(index, sub));
  }

  /** Whether there is any object with this index. */
  has(index: number): boolean {
    return this.#indexes.has(index);
  }

  /** An object's value as an unsigned number; 0 when there is no such object. */
  number(index: number, sub: number): number {
    return fromLittleEndian(this.get(index, sub)?.bytes ?? new Uint8Array());
  }

  /** Sets a number whatever the access; without such an object nothing happens. */
  set(index: number, sub: number, value: number): void {
    const bytes = this.get(index, sub)?.bytes;
    if (bytes) put(bytes, value);
  }
}

/** A number as so many bytes, lowest first; negative ones as two's complement. */
export function littleEndian(value: number, size: number): Uint8Array {
  const bytes = new Uint8Array(Math.min(size, 4));
  put(bytes, value);
  return bytes;
}

/** Into the bytes that are there: a motor that turns sets a hundred numbers a second. */
function put(bytes: Uint8Array, value: number): void {
  for (let k = 0; k < bytes.length; k++) {
    bytes[k] = k < 4 ? value >>> 8 * k : 0;
  }
}

/** The reverse, unsigned. */
export function fromLittleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

/** A text as one byte a character. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
