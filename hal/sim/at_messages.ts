import { Deliver, parse, Submit, utils } from "node-pdu";
import { fromHex, toHex } from "../modem/pdu.ts";
import {
  type EncodedUserData,
  readUserData,
  type UserData,
  writeUserData,
} from "../modem/user_data.ts";

/** The service centre of the simulated network. */
export const SERVICE_CENTRE = "+491710760000";

/** One message on its way to the modem, in both forms. */
export interface NetworkMessage {
  readonly from: string;
  readonly pdu: string;
  /** Octets without the service centre's address. */
  readonly octets: number;
  /** Header fields and body of text mode. */
  readonly text: {
    readonly first: number;
    readonly dcs: number;
    readonly length: number;
    readonly body: string;
  };
  /** `yy/MM/dd,hh:mm:ss+zz`. */
  readonly time: string;
}

/** Cuts a text into messages from `from`, as the network would deliver them. */
export function networkMessages(
  from: string,
  text: string,
  reference: number,
  wallMs: number,
): NetworkMessage[] {
  return writeUserData(text, reference).map((data) =>
    networkMessage(from, data, data.part ? undefined : text, wallMs)
  );
}

function networkMessage(
  from: string,
  data: EncodedUserData,
  plain: string | undefined,
  wallMs: number,
): NetworkMessage {
  const header = data.part && new utils.Header([{
    type: utils.Header.IE_CONCAT_8BIT_REF,
    dataHex: toHex([data.part.reference, data.part.total, data.part.sequence]),
  }]);
  const dcs = data.alphabet === "ucs2" ? 8 : 0;
  const userData = (header?.toString() ?? "") + toHex(data.octets);
  const pdu = deliverPdu(from, data, header, wallMs);
  const isText = dcs === 0 && plain !== undefined;
  return {
    from,
    pdu,
    octets: pdu.length / 2 - 1 - parseInt(pdu.slice(0, 2), 16),
    text: {
      first: header ? 0x44 : 0x04,
      dcs,
      length: isText ? plain.length : data.length,
      body: isText ? plain : userData,
    },
    time: timeText(wallMs),
  };
}

function deliverPdu(
  from: string,
  data: EncodedUserData,
  header: utils.Header | undefined,
  wallMs: number,
): string {
  const dcs = new utils.DCS();
  if (data.alphabet === "ucs2") dcs.setTextAlphabet(utils.DCS.ALPHABET_UCS2);
  const type = new utils.DeliverType({
    mms: 1,
    userDataHeader: header ? 1 : 0,
  });
  const address = new utils.SCA(true, { type: new utils.SCAType(0x91) });
  const deliver = new Deliver(
    address.setPhone(from.replace("+", ""), false),
    new utils.Data({ parts: [] }),
    {
      type,
      dataCodingScheme: dcs,
      serviceCenterTimeStamp: new utils.SCTS(new Date(wallMs), 60),
    },
  );
  deliver.setServiceCenterAddress(SERVICE_CENTRE.replace("+", ""));
  return new utils.Part(toHex(data.octets), data.length, "", header)
    .toString(deliver);
}

function timeText(wallMs: number): string {
  const local = new Date(wallMs + 3_600_000).toISOString();
  return `${local.slice(2, 10).replaceAll("-", "/")},${local.slice(11, 19)}+04`;
}

/** What a client sent. */
export interface SentMessage extends UserData {
  readonly to: string;
  /** A report of the delivery is asked for. */
  readonly reported?: true;
}

/**
 * Reads an SMS-SUBMIT PDU.
 * @throws Error when it is none, or its length is not the announced one
 */
export function readSubmit(hex: string, octets: number): SentMessage {
  if (hex.length / 2 - 1 - parseInt(hex.slice(0, 2), 16) !== octets) {
    throw new Error("the PDU has another length than announced");
  }
  const pdu = parse(hex);
  if (!(pdu instanceof Submit)) throw new Error("the PDU is no SUBMIT");
  const [part] = pdu.data.parts;
  if (!part) throw new Error("the PDU has no text");
  const international =
    pdu.address.type.type === utils.SCAType.TYPE_INTERNATIONAL;
  const isUcs2 = pdu.dataCodingScheme.textAlphabet === utils.DCS.ALPHABET_UCS2;
  return {
    to: (international ? "+" : "") + (pdu.address.phone ?? ""),
    ...pdu.type.statusReportRequest === 1 ? { reported: true as const } : {},
    ...readUserData(
      fromHex((part.header?.toString() ?? "") + part.data),
      isUcs2 ? "ucs2" : "gsm",
      part.header !== null,
      part.size,
    ),
  };
}

/** A message's header in text mode, whole or as short as modems make it unless asked. */
export function textHeader(
  { from, time, text }: NetworkMessage,
  full = true,
): string {
  const head = `"${from}","","${time}"`;
  return full
    ? `${head},145,${text.first},0,${text.dcs},"${SERVICE_CENTRE}",145,${text.length}`
    : head;
}
