/**
 * What the schema of GPX 1.1 (http://www.topografix.com/GPX/1/1/gpx.xsd) asks of a file with tracks,
 * as a table: children in their order, attributes that have to be there, and what their texts may be.
 */

/** An element of a file. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Rule {
  /** Names of the children in their order; `*` may come more than once. */
  readonly children?: readonly string[];
  /** Attributes that have to be there, and what is wrong with a value. */
  readonly attributes?: Readonly<Record<string, (value: string) => boolean>>;
  readonly text?: (text: string) => boolean;
}

const decimal = (text: string) => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text);
const any = () => true;
/** `xsd:dateTime`, with its zone as GPX wants it: Z or nothing else. */
const dateTime = (text: string) =>
  /^-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$/
    .test(text) && !Number.isNaN(Date.parse(text));

const POINT = "ele time magvar geoidheight name cmt desc src link* sym type " +
  "fix sat hdop vdop pdop ageofdgpsdata dgpsid extensions";

/** Elements that our files have; what else the schema knows is not allowed here. */
const RULES: Readonly<Record<string, Rule>> = {
  gpx: {
    children: ["metadata", "wpt*", "rte*", "trk*", "extensions"],
    attributes: {
      version: (text) => text === "1.1",
      creator: any,
      xmlns: (text) => text === "http://www.topografix.com/GPX/1/1",
    },
  },
  trk: {
    children: "name cmt desc src link* number type extensions trkseg*"
      .split(" "),
  },
  trkseg: { children: ["trkpt*", "extensions"] },
  trkpt: {
    children: POINT.split(" "),
    attributes: {
      lat: (text) => decimal(text) && Math.abs(Number(text)) <= 90,
      lon: (text) =>
        decimal(text) && Number(text) >= -180 && Number(text) < 180,
    },
  },
  name: { text: any },
  ele: { text: decimal },
  time: { text: dateTime },
};

/** The root of a file; an error where its elements are not nested, or a sign stands as it may not. */
export function parsed(text: string): Element {
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/;
  if (!declaration.test(text)) throw new Error("no XML declaration");
  const tokens = text.replace(declaration, "").match(/<[^>]*>|[^<]+/g) ?? [];
  const root = {
    name: "",
    attributes: {},
    children: [] as Element[],
    text: "",
  };
  const open: (typeof root)[] = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.startsWith("</")) {
      if (token !== `</${parent.name}>` || open.length === 1) {
        throw new Error(`${token} ends ${parent.name}`);
      }
      open.pop();
    } else if (token.startsWith("<")) {
      const element = opened(token);
      parent.children.push(element);
      open.push(element);
    } else {
      if (/&(?!(amp|lt|gt|quot|apos|#\d+);)/.test(token)) {
        throw new Error(`a sign that means something stands in ${token}`);
      }
      parent.text += token.trim();
    }
  }
  const [only, ...more] = root.children;
  if (open.length > 1 || only === undefined || more.length > 0) {
    throw new Error("not one root that ends");
  }
  return only;
}

function opened(token: string) {
  const whole = /^<(\w+)((?: \w+="[^"<&]*")*)>$/.exec(token);
  if (whole === null) throw new Error(`${token} begins no element`);
  const [, name = "", rest = ""] = whole;
  const attributes = Object.fromEntries(
    [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [
      key,
      value,
    ]),
  );
  return { name, attributes, children: [] as Element[], text: "" };
}

/** What is wrong with an element and all within it, as sentences; none where all is well. */
export function faultsOf(element: Element): string[] {
  const { name, attributes, children, text } = element, rule = RULES[name];
  if (rule === undefined) return [`${name} is no element of these files`];
  const faults = children.flatMap(faultsOf);
  for (const [key, isGood] of Object.entries(rule.attributes ?? {})) {
    const value = attributes[key];
    if (value === undefined) faults.push(`${name} has no ${key}`);
    else if (!isGood(value)) faults.push(`${name} has ${key}="${value}"`);
  }
  for (const key of Object.keys(attributes)) {
    if (rule.attributes?.[key] === undefined) {
      faults.push(`${name} has an attribute ${key}`);
    }
  }
  if (text !== "" && rule.text === undefined) {
    faults.push(`${name} has the text ${text}`);
  }
  if (rule.text?.(text) === false) faults.push(`${name} is "${text}"`);
  return [...faults, ...disorder(element, rule.children ?? [])];
}

/** Children that are unknown, out of order, or there too often. */
function disorder(
  { name, children }: Element,
  order: readonly string[],
): string[] {
  const names = order.map((one) => one.replace("*", ""));
  let last = -1;
  return children.flatMap((child) => {
    const at = names.indexOf(child.name);
    const isGood = at > last || at === last && order[at]?.endsWith("*");
    last = Math.max(last, at);
    return at >= 0 && isGood
      ? []
      : [`${child.name} has no place there in ${name}`];
  });
}
