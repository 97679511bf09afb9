import * as v from "valibot";
import type { EventSchema } from "../contract/events.ts";
import type { NoticeText } from "../contract/notices.ts";
import type { RecordDecl } from "../contract/plugin.ts";
import { checkRecord } from "../records/row_check.ts";
import type { Deed, Written } from "./messages.ts";

/** What a plugin in a process of its own does, told to the program as deeds. */
export class GuestDeeds {
  readonly #id: string;
  readonly #send: (deed: Deed) => void;
  /** Records of the `together` that runs at present. */
  #records: Written[] | undefined;

  /** @param id of the plugin */
  constructor(id: string, send: (deed: Deed) => void) {
    this.#id = id;
    this.#send = send;
  }

  /**
   * Writes a record.
   * @throws Error with a sentence for one that cannot be
   */
  record(decl: RecordDecl, record: Written): void {
    checkRecord(decl, record.number, record.row);
    if (this.#records) this.#records.push(record);
    else this.#send({ do: "records", records: [record] });
  }

  /** Writes all records of `work` as one deed. */
  together(work: () => void): void {
    if (this.#records) return work();
    const records: Written[] = this.#records = [];
    try {
      work();
    } finally {
      this.#records = undefined;
      if (records.length > 0) this.#send({ do: "records", records });
    }
  }

  /** Asks for a notice. A text that is made when it is delivered is made now, for each channel. */
  notify(full: string, text: NoticeText | undefined): void {
    this.#send({
      do: "notify",
      name: this.#own(full),
      text: typeof text === "function"
        ? {
          sms: text("sms") ?? null,
          ip: text("ip") ?? null,
          other: text("other") ?? null,
        }
        : text ?? null,
    });
  }

  /** What emits an event. */
  emitter(full: string, schema: EventSchema): (payload: unknown) => void {
    const name = this.#own(full);
    return (payload) => {
      const { issues } = v.safeParse(schema, payload);
      if (issues) {
        throw new TypeError(`event ${full}: ${issues[0].message}`);
      }
      this.#send({ do: "emit", name, payload: payload ?? null });
    };
  }

  /** The plugin's own name for a notice or an event. */
  #own(full: string): string {
    return full.slice(this.#id.length + 1);
  }
}
