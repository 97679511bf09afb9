import type { NoticeDecl, Text } from "../../contract/notices.ts";
import { Told } from "../../owner/told.ts";
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
  readonly #told: Told;

  constructor(services: Pick<LinkServices, "options" | "notify">) {
    this.#services = services;
    this.#told = new Told(services.options.hal.store, SECTION);
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
    this.#told.isNews(REFUSED, undefined);
  }

  /** A login succeeded. */
  loggedIn(isParanoid: boolean): void {
    this.#told.isNews(REFUSED, undefined);
    if (!isParanoid) {
      this.#told.isNews(PARANOID, undefined);
      return;
    }
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
    const { options: { log } } = this.#services;
    log("warning", decl.summary);
    if (this.#told.isNews(key, "1")) {
      this.#services.notify(`core.server.${key}`, decl, text);
    }
  }
}
