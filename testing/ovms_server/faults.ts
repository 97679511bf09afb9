/** Ways in which a server can misbehave. They hold for what happens after they are switched on. */
export interface Faults {
  /** Every new connection is closed without reading a byte. */
  closeAtOnce: boolean;
  /** Logins are read and never answered. */
  silent: boolean;
  /** Connections stay open while nothing is taken in or sent any more, as after a lost radio link. */
  halfOpen: boolean;
  /** The welcome's digest is made with another password. */
  wrongDigest: boolean;
  /** The welcome mirrors the caller's token and digest. */
  mirroredToken: boolean;
  /** Callers get the first lines of an earlier connection once more. */
  replay: boolean;
  /** After the welcome a line follows that decrypts to noise. */
  garbage: boolean;
  /** After the welcome a megabyte follows without any end of line. */
  overlong: boolean;
  /** Milliseconds between single bytes; 0 sends whole lines. */
  slow: number;
}

/** A server that behaves. */
export function noFaults(): Faults {
  return {
    closeAtOnce: false,
    silent: false,
    halfOpen: false,
    wrongDigest: false,
    mirroredToken: false,
    replay: false,
    garbage: false,
    overlong: false,
    slow: 0,
  };
}
