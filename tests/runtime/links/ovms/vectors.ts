/** A connection worked out by hand and accepted by the genuine server: every line, byte for byte. */
export interface Vector {
  readonly name: string;
  readonly password: string;
  readonly vehicle: string;
  readonly carToken: string;
  readonly serverToken: string;
  /** HMAC-MD5 of the tokens and the session key, hexadecimal. */
  readonly carDigest: string;
  readonly serverDigest: string;
  readonly sessionKey: string;
  /** First 16 bytes after the discarded ones, hexadecimal. */
  readonly keystream: string;
  readonly carLogin: string;
  readonly serverWelcome: string;
  readonly paranoid?: {
    readonly modulePassword: string;
    readonly token: string;
    readonly key: string;
    readonly keystream: string;
  };
  /** Messages in their order: plain text, line on the wire, text before paranoid wrapping. */
  readonly toCar: readonly Line[];
  readonly toServer: readonly Line[];
}

/** One message: plain text, line on the wire and, if wrapped, the message inside. */
export type Line = readonly [plain: string, wire: string, inner?: string];

/** Simple tokens, no app, ping, app connects, unknown command. */
const a: Vector = {
  name: "simple tokens, no app, ping, app connects, unknown command",
  password: "NETPASS",
  vehicle: "TWIZY42",
  carToken: "abcdefghijklmnopqrstuv",
  serverToken: "ABCDEFGHIJKLMNOPQRSTUV",
  carDigest: "88b23962c6ee6d9cf6a6f5d38d1f65f4",
  serverDigest: "9b5c52b92587d9c8f76219c0e551e829",
  sessionKey: "53b56d83979f81688cdf98f24627400d",
  keystream: "732d7ef13c0427de924fb67a1a50959c",
  carLogin: "MP-C 0 abcdefghijklmnopqrstuv iLI5YsbubZz2pvXTjR9l9A== TWIZY42",
  serverWelcome: "MP-S 0 ABCDEFGHIJKLMNOPQRSTUV m1xSuSWH2cj3YhnA5VHoKQ==",
  toCar: [
    ["MP-0 Z0", "Pn1TwRxeFw=="],
    ["MP-0 AFA", "k8JihlpbFtQ="],
    ["MP-0 Z1", "0frvxlJTew=="],
    ["MP-0 C999", "6Z/6sWMEjP0m"],
  ],
  toServer: [
    [
      "MP-0 H*-OVM-DebugCrash,0,2592000,2.3.6/RT3.0.0/V2,0,0000,20",
      "Pn1TwRxMDfPdGftXXjX36c2BhBN6Ioj/+7N2fof0L85W/ygJaWH3CmIbC1L8MQeUpJ7KowY+iCi3Kgs=",
    ],
    ["MP-0 a", "o/pG513M"],
    [
      "MP-0 S0,K,0,0,done,standard,0,0,0,0,0,0,0,4,0,0,0,-1,0.00,-1,-1,0,0",
      "q/Z0C/r3CAuVb3+RJvC6MCUpAjazeJpkLWopQ859fLa41dWY41gjGlQyl//f8CXMZXAMkPD54jLLk5f8YPtmiPyiDg==",
    ],
    [
      "MP-0 L52.042460,-3.944089,0,0,0,-1",
      "q0mzu31QEIY2N5SQWqvUr7SSKm1FbQ9P/w/ZZEJoo7elZA==",
    ],
    ["MP-0 W0,0,0,0,0,0,0,0,-1", "sntYEaJQdETEXbcsxkP0trJ4G9LZKp6F"],
    [
      "MP-0 F2.3.6/RT/V2,-----------------,0,0,,",
      "lbImtVir8d9yqYphkLaF/lIw+3exmIz7V/4I6DVHAQZ37dQFj5jGUS4=",
    ],
    [
      "MP-0 D0,0,0,0,0,0,0,0,0,0,-127,0,-1,-1,0.0,0,0.0,0",
      "+xGd79Uo7VXXd+fTQtB/7AEla9OIfglsprZZkC/GH8FU0c+B30jONWAxVbs2B3DgEas=",
    ],
    ["MP-0 c999,3", "X/RDiAEUZy9aNkk="],
  ],
};

/** Tokens with + and /, longer password. */
const b: Vector = {
  name: "tokens with + and /, longer password",
  password: "MyOVMSServerPassword",
  vehicle: "DEMO",
  carToken: "q7/Zk2+RmX0bTn9LfWc4Hs",
  serverToken: "9fJ+d3KxYt/1QvPz8uBgEo",
  carDigest: "02b6855e121fb0e207f8843078c1d475",
  serverDigest: "a26b941e5f1dab90a2c69e1f2d44a14e",
  sessionKey: "ed0b97e50b86f4ac4ab0be54f7c7fc59",
  keystream: "d77b3395213c177468fda458042a9329",
  carLogin: "MP-C 0 q7/Zk2+RmX0bTn9LfWc4Hs AraFXhIfsOIH+IQweMHUdQ== DEMO",
  serverWelcome: "MP-S 0 9fJ+d3KxYt/1QvPz8uBgEo omuUHl8dq5Cixp4fLUShTg==",
  toCar: [
    ["MP-0 Z0", "misepQFmJw=="],
    ["MP-0 C4,2,M", "OTjQlHhHHr8b6sA="],
    ["MP-0 C2,8,1", "Upi/BhzKCGuA+3c="],
    ["MP-0 C2,16,1", "u0X6XEpwYMIWY7E1"],
    ["MP-0 C2,8", "b2e7i+kDfUTh"],
    ["MP-0 AFA", "P+0OqnE2e84="],
  ],
  toServer: [
    [
      "MP-0 H*-OVM-DebugCrash,0,2592000,2.3.6/RT3.0.0/V2,0,0000,20",
      "misepQF0PVknq+l1QE/xXKHObanhXhC5FnWN7nTGJedAWB1hwBF6z1ARGaaV+W8ZWvVCkROqYUcRvYM=",
    ],
    ["MP-0 c4,0", "FzeFnldYpX6+"],
    ["MP-0 c2,0", "gq8cIpJc5vXn"],
    [
      "MP-0 c2,1,Parameter out of range",
      "cQClBiBiKtRZiwpUyuqwzkBjw5Qi64N2uJNVXvOd7yg=",
    ],
    ["MP-0 c2,1,Invalid syntax", "A8AecY7D+OHxG8WLuSd70aMeln5xXnay"],
    ["MP-0 a", "NI3AgEmc"],
  ],
};

/** Paranoid mode. */
const c: Vector = {
  name: "paranoid mode",
  password: "s3cret-PW_22chars.max0",
  vehicle: "TWIZY42",
  carToken: "Tq3x+9YbN/0aZr5KwLm8Uv",
  serverToken: "gH7s/PdE2+cVf6JtXo1RiB",
  carDigest: "cd26c61524b5af69c7ddf4b5bfe072bf",
  serverDigest: "398cb832d521532da24fcd516a69cf3b",
  sessionKey: "7ffbb7c048698e9c5d829611b1c0e0e1",
  keystream: "8188801950af2b7af278a30a03ce6fb1",
  carLogin: "MP-C 0 Tq3x+9YbN/0aZr5KwLm8Uv zSbGFSS1r2nH3fS1v+Byvw== TWIZY42",
  serverWelcome: "MP-S 0 gH7s/PdE2+cVf6JtXo1RiB OYy4MtUhUy2iT81RamnPOw==",
  paranoid: {
    modulePassword: "geheim",
    token: "Nn4Kj+T/7yQe0WcRb3Zx9A",
    key: "154cd4a60cee759312f3279623139c66",
    keystream: "fbceb947e02f99042e6dbaf27e0f713c",
  },
  toCar: [
    ["MP-0 Z1", "zNitKXD1Gg=="],
    ["MP-0 EMCyeKAa9Mf", "N6JVkypGgyzIQL3x3wIBMQ==", "MP-0 C2,9,30"],
  ],
  toServer: [
    [
      "MP-0 ETNn4Kj+T/7yQe0WcRb3Zx9A",
      "zNitKXDqfzScTOhgKJpAhlyn1Y5sLwXKuzL0bBA=",
    ],
    [
      "MP-0 EMH0eP2Ea0C3WFMGN2xDG4CVDjdqrA7eHsZzwuaLt3SgPiQjqgOW/fKm9kXxkkxPRGvEbGcKzY=",
      "KZUiIFORk/rc+3I7w89uKqTpzYU3Bgj7RWlvrPn3VFK2f+vhcGDxLLOafkWcUOHJeT9U5/PI40XsQ/mnzqfk9HFr6WfJOmhdZXgLD7wurLs=",
      "MP-0 H*-OVM-DebugCrash,0,2592000,2.3.6/RT3.0.0/V2,0,0000,20",
    ],
    [
      "MP-0 EMSy+Lya9ADqShKAtSXUnwFXXqJ5/BqbXkFzxeGMMPNnuKP8MwRQevUh8ZtxEksIA2vD7GANStRtTje3hye7g==",
      "4+zv5mVNP2VQvjSoLfT0SoZesKx278DlY+FYDBLQK/k5x+hMomm8jIIiIm7EO/rSYn7EimARFtoENKwKNQUWB+4dolpJv4QvJv8SrNntbahbtApeWyc3xcyMBdg=",
      "MP-0 S0,K,0,0,done,standard,0,0,0,0,0,0,0,4,0,0,0,-1,0.00,-1,-1,0,0",
    ],
    [
      "MP-0 EMLzvyXd9QdrTIeQZfBUDZFCCTVv64+bXkFzxebLQ==",
      "Fk9v5SoAOZ01SbF2P4X4CsZQ7tRPJwvHmkcCqZ0/njfWrBHNkOo2/LnwVHMdIAkJ",
      "MP-0 L52.042460,-3.944089,0,0,0,-1",
    ],
    [
      "MP-0 EMWy+KJa9ADqSgeQYreTiNBEDnc",
      "uhTFyZEtshNpEhibwHdlp069CkjgBVqB3AtuR4PILVA=",
      "MP-0 W0,0,0,0,0,0,0,0,-1",
    ],
    [
      "MP-0 EMFyeCKadYAy1ABO4jeUyJcETnAq68jbGQE0habMd7NnuKP8NA=",
      "RoIt1PA7QH4d4+9W59pYCWQjUY9Q0/JThhlk6Qrklbzc20WOaOe8fdcXmNHoFyyczmjAGRgb97g=",
      "MP-0 F2.3.6/RT/V2,-----------------,0,0,,",
    ],
    [
      "MP-0 EMDy+KJa9ADqSgeQYreTiNBECTBtq4jcHse0wuaMcLNg/+T7NINWffIm9hx2FU=",
      "1MOfW2B+yOlceVzOgdsyFseSAbRsuJ5W1vCyZNyg4fQJqREDevF44DtpbxtLG//5n1LqSandwJtTHfqnqcImSY6J7Ds=",
      "MP-0 D0,0,0,0,0,0,0,0,0,0,-127,0,-1,-1,0.0,0,0.0,0",
    ],
  ],
};

/** The worked connections of the protocol. */
export const VECTORS: readonly Vector[] = [a, b, c];
export { a as vectorA, b as vectorB, c as vectorC };
