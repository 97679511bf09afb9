import type { Peer } from "./peer.ts";

/** Cars that share their position with a group, and the apps that look on. Names in any case. */
export class Groups {
  /** Last message by group and vehicle. */
  readonly #messages = new Map<string, Map<string, string>>();
  readonly #subscribers = new Map<string, Set<Peer>>();

  /** @param data `<group>,<message>` as the car sent it */
  update(vehicle: string, data: string): void {
    const [name = "", text = ""] = data.split(/,(.*)/);
    const group = name.toUpperCase();
    entry(this.#messages, group, () => new Map()).set(vehicle, text);
    for (const peer of this.#subscribers.get(group) ?? []) {
      peer.send(`g${vehicle},${group},${text}`);
    }
  }

  /** @param data `<group>` with anything behind a comma */
  subscribe(peer: Peer, data: string): void {
    const group = (data.split(",")[0] ?? "").toUpperCase();
    entry(this.#subscribers, group, () => new Set()).add(peer);
    for (const [vehicle, text] of this.#messages.get(group) ?? []) {
      peer.send(`g${vehicle},${group},${text}`);
    }
  }

  carLeft(vehicle: string): void {
    for (const cars of this.#messages.values()) cars.delete(vehicle);
  }

  appLeft(peer: Peer): void {
    for (const peers of this.#subscribers.values()) peers.delete(peer);
  }
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
