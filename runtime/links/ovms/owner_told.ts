import type { NoticeDecl, Text } from "../../contract/notices.ts";
import type { LinkServices } from "../link.ts";

const SECTION = "server.told", REFUSED = "refused", PARANOID = "paranoid";

const refused: NoticeDecl = {
  priority: "info",
  summary: "The OVMS server refuses the login",
  always: true,
};
const paranoid: NoticeDecl = {
  priority: "info",
  summary: "Paranoid mode: the OVMS server keeps no history",
  always: true,
};

/** What the owner is told about the server: once, also over restarts, until it is different. */
export class OwnerTold {
  readonly #services: Pick<LinkServices, "options" | "notify">;

  constructor(services: Pick<LinkServices, "options" | "notify">) {
    this.#services = services;
  }

  /** The server refuses the login again and again. */
  refused(): void {
    this.#once(REFUSED, refused, (channel) =>
      // The way that does not work is no way to tell it.
      channel === "ip"
        ? undefined
        : "The OVMS server refuses the login: check vehicle id (parameter 8) and server password (parameter 9)");
  }

  /** Whether the server will refuse the login is open again. */
  settingsChanged(): void {
    this.#forget(REFUSED);
  }

  /** A login succeeded. */
  loggedIn(isParanoid: boolean): void {
    this.#forget(REFUSED);
    if (!isParanoid) return this.#forget(PARANOID);
    this.#once(
      PARANOID,
      paranoid,
      () =>
        "The server connection is in paranoid mode: the OVMS server keeps no history, it stays in this module",
    );
  }

  #once(
    key: string,
    decl: NoticeDecl,
    text: (channel: string) => Text | undefined,
  ): void {
    const { options: { hal, log } } = this.#services;
    log("warning", decl.summary);
    if (hal.store.get(SECTION, key) !== undefined) return;
    this.#put(key, "1");
    this.#services.notify(`core.server.${key}`, decl, text);
  }

  #forget(key: string): void {
    const { store } = this.#services.options.hal;
    if (store.get(SECTION, key) !== undefined) this.#put(key, undefined);
  }

  #put(key: string, value: string | undefined): void {
    try {
      this.#services.options.hal.store.put(SECTION, { [key]: value });
    } catch {
      // The disk is full, which the store tells; the owner is then told twice rather than never.
    }
  }
}
