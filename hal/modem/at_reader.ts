import { decimal, splitFields } from "./fields.ts";
import { alphabetOf } from "./user_data.ts";

/** A header line that announces a message, and how its body is delimited. */
export type MessageHeader =
  /** Text mode: the body has exactly `length` characters, or is one hexadecimal line. */
  | {
    readonly kind: "text";
    readonly from: string;
    readonly length: number;
    /** First octet of the message; bit 6 tells of a header in it. */
    readonly first: number;
    readonly dcs: number;
    readonly hex: boolean;
  }
  /** PDU mode: the body is one hexadecimal line. */
  | {
    readonly kind: "pdu";
    /** Octets without the service centre's address. */
    readonly octets: number;
    /** Place in the modem's memory, for messages read from there. */
    readonly index?: number;
    /** 0 and 1: received; 2 and 3: written here. */
    readonly status?: number;
  }
  /** Nothing that can be delimited or is wanted: the line that follows belongs to it and is dropped. */
  | { readonly kind: "unusable" };

/** What the reader finds in the modem's bytes. */
export type AtToken =
  | { readonly kind: "line"; readonly text: string }
  /** `> `: the modem waits for a message's text. */
  | { readonly kind: "prompt" }
  | {
    readonly kind: "message";
    readonly header: MessageHeader;
    readonly body: string;
  };

/** Longest line that is kept: a PDU of 176 octets in hexadecimal and some room. */
const LONGEST_LINE = 512;
/** Sender's number, at most. */
const LONGEST_SENDER = 19;
/** Statuses of stored messages, at most: received unread and read, written unsent and sent. */
const HIGHEST_STATUS = 3;
/** Characters in a text message that is not hexadecimal, at most. */
const LONGEST_TEXT = 160;
const NUL = 0x00, LF = 0x0a, CR = 0x0d;

/**
 * Cuts the modem's bytes into lines, prompts and messages.
 *
 * A message's body is taken by its announced length, so that no text in it can pass for a line of
 * the modem and no line of the modem can get into it. CR and empty lines mean nothing between them.
 */
export class AtReader {
  #line = "";
  #body: { header: MessageHeader; text: string } | undefined;
  #ussd: string | undefined;
  #surplus = 0;

  /** Characters that were dropped because a line was too long. */
  get surplus(): number {
    return this.#surplus;
  }

  /** True while bytes of a message, or of a USSD text of several lines, are missing. */
  get waiting(): boolean {
    return this.#body !== undefined || this.#ussd !== undefined;
  }

  /** Forgets what is incomplete. */
  reset(): void {
    this.#line = "";
    this.#body = this.#ussd = undefined;
  }

  /** Takes the next bytes; each stands for the character with its number. */
  push(bytes: Uint8Array): AtToken[] {
    const tokens: AtToken[] = [];
    for (const byte of bytes) {
      if (this.#body && isCounted(this.#body.header)) {
        this.#body.text += String.fromCharCode(byte);
        this.#endCounted(tokens);
      } else this.#lineByte(byte, tokens);
    }
    return tokens;
  }

  /** Gives up waiting for the end of a USSD text; its first lines are handed over. */
  flush(): AtToken[] {
    const text = this.#ussd;
    this.#ussd = undefined;
    return text === undefined ? [] : [{ kind: "line", text }];
  }

  #endCounted(tokens: AtToken[]): void {
    const body = this.#body;
    if (body?.header.kind !== "text") return;
    const { hex, length } = body.header;
    if (body.text.length < length || (hex && length > 0)) return;
    this.#body = undefined;
    tokens.push({ kind: "message", header: body.header, body: body.text });
  }

  #lineByte(byte: number, tokens: AtToken[]): void {
    if (byte === CR || byte === NUL) return;
    if (byte !== LF) {
      if (this.#line.length < LONGEST_LINE) {
        this.#line += String.fromCharCode(byte);
      } else this.#surplus++;
      if (this.#line === "> " && !this.waiting) {
        this.#line = "";
        tokens.push({ kind: "prompt" });
      }
      return;
    }
    const line = this.#line;
    this.#line = "";
    if (line !== "") this.#endLine(line, tokens);
  }

  #endLine(line: string, tokens: AtToken[]): void {
    const body = this.#body;
    if (body) {
      this.#body = undefined;
      tokens.push({ kind: "message", header: body.header, body: line });
      return;
    }
    if (this.#continuesUssd(line, tokens)) return;
    const header = messageHeader(line);
    if (header) {
      this.#body = { header, text: "" };
      this.#endCounted(tokens);
    } else if (line.startsWith("+CUSD:") && openQuote(line)) this.#ussd = line;
    else tokens.push({ kind: "line", text: line });
  }

  /** A USSD text may contain line ends; it goes on until its closing quote or an answer's name. */
  #continuesUssd(line: string, tokens: AtToken[]): boolean {
    if (this.#ussd === undefined) return false;
    if (/^(\+[A-Z]+:|OK$)/.test(line)) {
      tokens.push(...this.flush());
      return false;
    }
    this.#ussd = `${this.#ussd}\n${line}`;
    if (!openQuote(this.#ussd) || this.#ussd.length > LONGEST_LINE) {
      tokens.push(...this.flush());
    }
    return true;
  }
}

/** The line feed that ends the header line is consumed with it: counting begins behind. */
function isCounted(header: MessageHeader): boolean {
  return header.kind === "text" && !header.hex;
}

function openQuote(text: string): boolean {
  return text.split('"').length % 2 === 0;
}

/** Reads the line that announces a message; undefined for any other line. */
export function messageHeader(line: string): MessageHeader | undefined {
  const [, name, rest = ""] = /^(\+CMT|\+CMGL|\+CDS): ?(.*)$/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const fields = splitFields(rest);
  // In text mode a report is one line.
  if (name === "+CDS" && fields.length !== 1) return undefined;
  const length = decimal(fields.at(-1));
  if (length === undefined) return { kind: "unusable" };
  if (name === "+CMGL") return storedHeader(fields, length);
  return fields.length <= 2
    ? { kind: "pdu", octets: length }
    : textHeader(fields, length);
}

/** `<index>,<status>,<name>,<octets>`; a line that lost some of it must not name another message. */
function storedHeader(
  [indexField, statusField, ...rest]: readonly string[],
  octets: number,
): MessageHeader {
  const index = decimal(indexField), status = decimal(statusField);
  return index === undefined || status === undefined ||
      status > HIGHEST_STATUS || rest.length === 0
    ? { kind: "unusable" }
    : { kind: "pdu", octets, index, status };
}

/** `<from>,<name>,<time>,<type>,<first octet>,<protocol>,<dcs>,<centre>,<type>,<length>`; some modems leave out the middle. */
function textHeader(fields: readonly string[], length: number): MessageHeader {
  const full = fields.length >= 10;
  const first = full ? decimal(fields[4]) ?? 0 : 0;
  const dcs = full ? decimal(fields[6]) ?? 0 : 0;
  // 3GPP TS 27.005: octets of another alphabet, or with a header, are shown in hexadecimal.
  const hex = (first & 0x40) !== 0 || alphabetOf(dcs) !== "gsm";
  if (!hex && length > LONGEST_TEXT) return { kind: "unusable" };
  const from = (fields[0] ?? "").slice(0, LONGEST_SENDER);
  return { kind: "text", from, length, first, dcs, hex };
}
