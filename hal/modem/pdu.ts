import { Deliver, parse, Report, Submit, utils } from "node-pdu";
import type { DeliveryReport } from "../mod.ts";
import {
  type Alphabet,
  alphabetOf,
  type EncodedUserData,
  readUserData,
  type UserData,
  writeUserData,
} from "./user_data.ts";

/** A message as the network delivered it. */
export interface Delivered extends UserData {
  /** Number with `+` when international, or the sender's name. */
  readonly from: string;
  /** When the service centre took it, s since 1970. */
  readonly time?: number;
}

/** A PDU for `AT+CMGS=<octets>`. */
export interface SubmitPdu {
  /** Octets without the service centre's address, as the command counts them. */
  readonly octets: number;
  readonly hex: string;
}

/**
 * Reads an SMS-DELIVER PDU.
 *
 * node-pdu reads its frame; the text is read here, since the package's alphabet lacks `§` and takes
 * Latin letters for UCS-2.
 * @param octets length without the service centre's address, as the modem's header gives it
 * @throws Error with a sentence for anything that is not a complete text message
 */
export function readDeliver(hex: string, octets: number): Delivered {
  const bytes = checked(hex, octets);
  const pdu = parse(hex);
  if (!(pdu instanceof Deliver)) {
    throw new Error("the message is not one that was received");
  }
  const [part] = pdu.data.parts;
  const alphabet = schemeOf(pdu.dataCodingScheme);
  if (!part || !alphabet) throw new Error("the message's text is compressed");
  const userData = fromHex((part.header?.toString() ?? "") + part.data);
  const needed = alphabet === "gsm" ? Math.ceil(part.size * 7 / 8) : part.size;
  if (userData.length < needed || Number.isNaN(part.size)) {
    throw new Error("the message's text is cut");
  }
  return {
    from: addressOf(pdu.address),
    ...hasTime(bytes) ? { time: pdu.serviceCenterTimeStamp.time } : {},
    ...readUserData(userData, alphabet, part.header !== null, part.size),
  };
}

/** Statuses of a report (3GPP TS 23.040, section 9.2.3.15): below it was delivered, or will be. */
const TRYING = 0x20, UNDELIVERED = 0x40;

/**
 * Reads an SMS-STATUS-REPORT PDU; undefined for another one.
 * @param octets as `readDeliver` wants it
 * @throws Error with a sentence for what is not complete
 */
export function readReport(
  hex: string,
  octets: number,
): DeliveryReport | undefined {
  const bytes = checked(hex, octets), type = bytes[1 + (bytes[0] ?? 0)] ?? 0;
  if ((type & 3) !== 2) return undefined;
  const pdu = parse(hex);
  if (!(pdu instanceof Report)) return undefined;
  const { status } = pdu;
  return {
    reference: pdu.reference,
    to: addressOf(pdu.address),
    state: status < TRYING
      ? "delivered"
      : status < UNDELIVERED
      ? "trying"
      : "undelivered",
  };
}

/** The octets of a PDU that is as long as its header said. */
function checked(hex: string, octets: number): Uint8Array {
  if (!/^([0-9a-f]{2})+$/i.test(hex)) {
    throw new Error("the message is not hexadecimal");
  }
  const bytes = fromHex(hex);
  if (bytes.length !== 1 + (bytes[0] ?? 0) + octets) {
    throw new Error(
      `the message has ${bytes.length} octets, its header promised ${
        1 + (bytes[0] ?? 0) + octets
      }`,
    );
  }
  return bytes;
}

/**
 * Some service centres send a time that is none, such as zeros; its semi-octets are read here, since
 * the package makes some day of them.
 */
function hasTime(bytes: Uint8Array): boolean {
  const address = 2 + (bytes[0] ?? 0);
  const at = address + 4 + Math.ceil((bytes[address] ?? 0) / 2);
  const [year, month = 0, day = 0, hour = 24, minute = 60, second = 60] = [
    ...bytes.subarray(at, at + 6),
  ].map((octet) => (octet & 0xf) * 10 + (octet >> 4));
  return year !== undefined && year < 100 && month >= 1 && month <= 12 &&
    day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 60;
}

/** node-pdu keeps the scheme's bits apart; its alphabet is wrong for the groups of message waiting. */
function schemeOf(dcs: utils.DCS): Alphabet | undefined {
  if (dcs.compressedText) return undefined;
  if (dcs.storeMessageUCS2) return "ucs2";
  if (dcs.storeMessage || dcs.discardMessage) return "gsm";
  return alphabetOf(dcs.textAlphabet << 2);
}

/** A sender's name that looks like a number stands in quotes: it is nobody's phone. */
function addressOf({ phone, type }: utils.SCA): string {
  const text = phone ?? "";
  switch (type.type) {
    case utils.SCAType.TYPE_INTERNATIONAL:
      return `+${text}`;
    case utils.SCAType.TYPE_ALPHANUMERICAL:
      return /^[\s\d()+./-]*$/.test(text) ? `"${text}"` : text;
    default:
      return text;
  }
}

/**
 * Writes the SMS-SUBMIT PDUs that carry a text.
 * @param to number, with or without `+`
 * @param reference marks the parts of one message (0 to 255)
 * @param reported whether the service centre is to report the delivery
 * @throws Error when the text is too long
 */
export function writeSubmits(
  to: string,
  text: string,
  reference: number,
  reported = false,
): SubmitPdu[] {
  return writeUserData(text, reference).map((data) =>
    submit(to, data, reported)
  );
}

function submit(
  to: string,
  data: EncodedUserData,
  reported: boolean,
): SubmitPdu {
  const type = new utils.SubmitType();
  type.setStatusReportRequest(reported ? 1 : 0);
  type.setUserDataHeader(data.part ? 1 : 0);
  const dcs = new utils.DCS();
  dcs.setTextAlphabet(
    data.alphabet === "ucs2"
      ? utils.DCS.ALPHABET_UCS2
      : utils.DCS.ALPHABET_DEFAULT,
  );
  const header = data.part && new utils.Header([{
    type: utils.Header.IE_CONCAT_8BIT_REF,
    dataHex: toHex(
      [data.part.reference, data.part.total, data.part.sequence],
    ),
  }]);
  const part = new utils.Part(toHex(data.octets), data.length, "", header);
  const pdu = new Submit(address(to), new utils.Data({ parts: [part] }), {
    type,
    dataCodingScheme: dcs,
  });
  const hex = pdu.toString();
  // The first octet, 00, stands for the service centre's address: the one on the SIM.
  return { octets: hex.length / 2 - 1, hex };
}

/** A number's type is set here: the package takes a leading `00` away. */
function address(to: string): utils.SCA {
  const international = to.startsWith("+");
  const type = new utils.SCAType(international ? 0x91 : 0x81);
  return new utils.SCA(true, { type }).setPhone(to.replace("+", ""), false);
}

/** Octets of a hexadecimal text. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(
    { length: hex.length >> 1 },
    (_, at) => parseInt(hex.slice(at * 2, at * 2 + 2), 16),
  );
}

/** Hexadecimal text of octets, upper case. */
export function toHex(octets: Iterable<number>): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, "0"))
    .join("").toUpperCase();
}
