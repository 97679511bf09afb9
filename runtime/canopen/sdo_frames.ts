/** An SDO frame is always this long. */
const LENGTH = 8;
/** So many of them name the object. */
const NAMED = 4;
/** Data bytes that one segment carries. */
export const SEGMENT = 7;

/** What a node answered, taken apart. Segments name no object. */
export type SdoReply =
  | { readonly kind: "abort"; readonly code: number } & SdoObject
  | ({
    readonly kind: "expedited";
    readonly bytes: Uint8Array;
    /** Whether the node said how many bytes count; else all four are given. */
    readonly sized: boolean;
  } & SdoObject)
  | { readonly kind: "segmented"; readonly size: number | undefined }
    & SdoObject
  | { readonly kind: "accepted" } & SdoObject
  | Segment
  | { readonly kind: "stored"; readonly toggle: number }
  | { readonly kind: "unknown" } & SdoObject;

/** A frame that is shorter than any reply. */
export interface ShortReply {
  readonly kind: "short";
  /** Bytes. */
  readonly length: number;
  /** The object that it names; undefined when it does not get that far. */
  readonly object: SdoObject | undefined;
}

/** A part of a segmented upload. */
export interface Segment {
  readonly kind: "segment";
  readonly toggle: number;
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/** An entry of the object dictionary. */
export interface SdoObject {
  readonly index: number;
  readonly sub: number;
}

/** Asks for an object: 0x40, data zero. */
export function uploadRequest(object: SdoObject): Uint8Array {
  return request(0x40, object);
}

/** Asks for the next segment. */
export function segmentRequest(toggle: number): Uint8Array {
  return Uint8Array.of(0x60 | toggle << 4, 0, 0, 0, 0, 0, 0, 0);
}

/** Writes up to four bytes without saying how many count: 0x22, the node knows. */
export function numberRequest(object: SdoObject, value: number): Uint8Array {
  return request(0x22, object, value);
}

/** Writes one to four bytes and says how many. */
export function expeditedRequest(
  object: SdoObject,
  bytes: Uint8Array,
): Uint8Array {
  return request(0x23 | (4 - bytes.length) << 2, object, littleEndian(bytes));
}

/** Announces a download in segments. */
export function downloadRequest(object: SdoObject, size: number): Uint8Array {
  return request(0x21, object, size);
}

/** Hands over up to seven bytes of an announced download. */
export function downloadSegment(
  toggle: number,
  bytes: Uint8Array,
  last: boolean,
): Uint8Array {
  const frame = new Uint8Array(LENGTH);
  frame[0] = toggle << 4 | (SEGMENT - bytes.length) << 1 | (last ? 1 : 0);
  frame.set(bytes, 1);
  return frame;
}

/** Ends a transfer from this side. */
export function abortRequest(object: SdoObject, code: number): Uint8Array {
  return request(0x80, object, code);
}

function request(control: number, object: SdoObject, data = 0): Uint8Array {
  const frame = new Uint8Array(LENGTH);
  const view = new DataView(frame.buffer);
  view.setUint8(0, control);
  view.setUint16(1, object.index, true);
  view.setUint8(3, object.sub);
  view.setUint32(4, data, true);
  return frame;
}

/** Takes a reply apart. */
export function parseReply(data: Uint8Array): SdoReply | ShortReply {
  const { length } = data, view = new DataView(data.buffer, data.byteOffset);
  if (length < NAMED) return { kind: "short", length, object: undefined };
  const control = view.getUint8(0), toggle = control >> 4 & 1;
  const object = { index: view.getUint16(1, true), sub: view.getUint8(3) };
  if (length < LENGTH) return { kind: "short", length, object };
  switch (control >> 5) {
    case 0: {
      const bytes = data.slice(1, LENGTH - (control >> 1 & 7));
      return { kind: "segment", toggle, bytes, last: (control & 1) === 1 };
    }
    case 1:
      return { kind: "stored", toggle };
    case 2:
      return uploadReply(control, object, view, data);
    case 3:
      return { kind: "accepted", ...object };
    case 4:
      return { kind: "abort", code: view.getUint32(4, true), ...object };
    default:
      return { kind: "unknown", ...object };
  }
}

/** Bit 1: the data is in the frame; bit 0: its size is given, as unused bytes or in the data field. */
function uploadReply(
  control: number,
  object: SdoObject,
  view: DataView,
  data: Uint8Array,
): SdoReply {
  const sized = (control & 1) === 1;
  if ((control & 2) === 0) {
    const size = sized ? view.getUint32(4, true) : undefined;
    return { kind: "segmented", size, ...object };
  }
  const unused = sized ? control >> 2 & 3 : 0;
  return {
    kind: "expedited",
    bytes: data.slice(4, LENGTH - unused),
    sized,
    ...object,
  };
}

/** Up to four bytes as an unsigned number, lowest byte first. */
export function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
