/** What the system, and the libraries that ask it, say when something fails: each in its own words. */
import { textTable } from "../../../contract/texts.ts";

/** What became of a connection, and of a file. */
type Kind =
  | "refused"
  | "late"
  | "noWay"
  | "noNetwork"
  | "cut"
  | "unknown"
  | "noTls"
  | "selfSigned"
  | "foreign"
  | "old"
  | "noFile"
  | "mayNot"
  | "full"
  | "broken"
  | "busy";

/** German and French. */
const SAID: Readonly<Record<Kind, readonly [string, string]>> = {
  refused: [
    "die Gegenseite nimmt keine Verbindung an",
    "l’autre côté n’accepte pas de connexion",
  ],
  late: [
    "die Gegenseite antwortet nicht",
    "l’autre côté ne répond pas",
  ],
  noWay: [
    "es gibt keinen Weg zur Gegenseite",
    "aucun chemin ne mène à l’autre côté",
  ],
  noNetwork: ["das Netz ist nicht da", "le réseau n’est pas là"],
  cut: [
    "die Gegenseite hat die Verbindung abgebrochen",
    "l’autre côté a coupé la connexion",
  ],
  unknown: [
    "den Namen kennt kein Namensdienst",
    "aucun service de noms ne connaît ce nom",
  ],
  noTls: ["die Gegenseite spricht kein TLS", "l’autre côté ne parle pas TLS"],
  selfSigned: [
    "das Zertifikat der Gegenseite hat sie selbst unterschrieben",
    "l’autre côté a signé lui-même son certificat",
  ],
  foreign: [
    "das Zertifikat der Gegenseite ist von niemandem, dem vertraut wird",
    "le certificat de l’autre côté n’est de personne de confiance",
  ],
  old: [
    "das Zertifikat der Gegenseite ist abgelaufen",
    "le certificat de l’autre côté a expiré",
  ],
  noFile: ["es gibt keine solche Datei", "ce fichier n’existe pas"],
  mayNot: [
    "das Programm darf das nicht",
    "le programme n’en a pas le droit",
  ],
  full: ["der Speicher ist voll", "le support est plein"],
  broken: [
    "das Gerät liest oder schreibt nicht",
    "le périphérique ne lit ou n’écrit pas",
  ],
  busy: ["ein anderer benutzt es", "un autre l’utilise"],
};

/** Of Deno, with and without what it was about; of Node's modules; of TLS. */
const WORDS: Readonly<Record<string, Kind>> = {
  ...denos("Connection refused", "refused"),
  ...denos("Connection timed out", "late"),
  ...denos("Operation timed out", "late"),
  ...denos("No route to host", "noWay"),
  ...denos("Network is unreachable", "noNetwork"),
  ...denos("Connection reset by peer", "cut"),
  ...denos("Broken pipe", "cut"),
  ...denos("No such file or directory", "noFile"),
  ...denos("Permission denied", "mayNot"),
  ...denos("Operation not permitted", "mayNot"),
  ...denos("No space left on device", "full"),
  ...denos("Input/output error", "broken"),
  ...denos("Device or resource busy", "busy"),
  "connect ECONNREFUSED {address}": "refused",
  "connect ETIMEDOUT {address}": "late",
  "connack timeout": "late",
  "connect EHOSTUNREACH {address}": "noWay",
  "connect ENETUNREACH {address}": "noNetwork",
  "read ECONNRESET": "cut",
  "write EPIPE": "cut",
  "getaddrinfo ENOTFOUND {address}": "unknown",
  "getaddrinfo EAI_AGAIN {address}": "unknown",
  "failed to lookup address information: {detail}": "unknown",
  "unexpected end of file": "cut",
  "received corrupt message of type {detail}": "noTls",
  "self-signed certificate": "selfSigned",
  "self-signed certificate in certificate chain": "foreign",
  "unable to get local issuer certificate": "foreign",
  "invalid peer certificate: UnknownIssuer": "foreign",
  "invalid peer certificate: CaUsedAsEndEntity": "selfSigned",
  "invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))":
    "selfSigned",
  "invalid peer certificate: Expired": "old",
  "invalid peer certificate: certificate expired: {detail}": "old",
  "certificate has expired": "old",
};

function denos(words: string, kind: Kind): Readonly<Record<string, Kind>> {
  return {
    [`${words} (os error {n})`]: kind,
    [`${words} (os error {n}): {detail}`]: kind,
  };
}

/** In both languages, with what it was about, as its number or its address, behind it. */
function row(english: string, kind: Kind): readonly [string, string] {
  const places = english.match(/\{\w+\}/g) ?? [];
  const about = places.length === 0 ? "" : ` (${places.join(", ")})`;
  const [german, french] = SAID[kind];
  return [german + about, french + about];
}

/** A row for each. */
export const systemErrorTexts = textTable(
  ["de", "fr"],
  Object.fromEntries(
    Object.entries(WORDS).map((
      [english, kind],
    ) => [english, row(english, kind)]),
  ),
);
