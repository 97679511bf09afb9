import { deepEqual, equal, throws } from "node:assert/strict";
import {
  CarProtocol,
  type Fault,
} from "../../../../runtime/links/ovms/protocol.ts";
import { tokens } from "./tokens.ts";
import { type Vector, vectorA, vectorB, VECTORS } from "./vectors.ts";

const protocolOf = (vector: Vector) =>
  new CarProtocol(vector, tokens(vector.carToken));

for (const vector of VECTORS) {
  Deno.test(`a whole connection: ${vector.name}`, () => {
    const car = protocolOf(vector);
    equal(car.login, vector.carLogin);
    equal(car.loggedIn, false);
    deepEqual(car.receive(vector.serverWelcome), { kind: "welcome" });
    equal(car.loggedIn, true);
    for (const [plain, wire] of vector.toCar) {
      deepEqual(car.receive(wire), { kind: "message", plain });
    }
    for (const [plain, wire] of vector.toServer) equal(car.seal(plain), wire);
  });
}

const refused: readonly [string, string, Fault][] = [
  [
    "digest made with another password",
    "MP-S 0 9fJ+d3KxYt/1QvPz8uBgEo wKPm0tYZLYYAP0xUh/Dy/g==",
    "digest",
  ],
  [
    "the car's own token, mirrored",
    "MP-S 0 q7/Zk2+RmX0bTn9LfWc4Hs AraFXhIfsOIH+IQweMHUdQ==",
    "mirrored",
  ],
  [
    "digest without padding",
    "MP-S 0 9fJ+d3KxYt/1QvPz8uBgEo omuUHl8dq5Cixp4fLUShTg",
    "digest",
  ],
  ["no digest", "MP-S 0 9fJ+d3KxYt/1QvPz8uBgEo", "garbage"],
  [
    "another protection scheme",
    "MP-S 1 9fJ+d3KxYt/1QvPz8uBgEo omuUHl8dq5Cixp4fLUShTg==",
    "garbage",
  ],
  ["an encrypted line too early", "misepQFmJw==", "garbage"],
  ["nothing", "", "garbage"],
];
for (const [name, line, fault] of refused) {
  Deno.test(`not logged in by ${name}`, () => {
    const car = protocolOf(vectorB);
    deepEqual(car.receive(line), { kind: "fault", fault });
    equal(car.loggedIn, false);
    throws(() => car.seal("MP-0 A"), /after login/);
  });
}

for (
  const [name, line, fault] of [
    ["not base64", "MP-0 Z0", "garbage"],
    ["base64 of noise", "AAAA", "prefix"],
    ["an empty line", "", "prefix"],
    ["no code behind the prefix", "Pn1TwRw=", "prefix"],
    ["a cut line, one character too many", "Pn1Tw", "garbage"],
  ] as const
) {
  Deno.test(`after login, ${name} is a fault`, () => {
    const car = protocolOf(vectorA);
    car.receive(vectorA.serverWelcome);
    deepEqual(car.receive(line), { kind: "fault", fault });
  });
}

Deno.test("a line feed inside a message is sent as CR, since the server would cut there", () => {
  const [one, two] = [protocolOf(vectorA), protocolOf(vectorA)];
  one.receive(vectorA.serverWelcome);
  two.receive(vectorA.serverWelcome);
  equal(one.seal("MP-0 PAa\nb"), two.seal("MP-0 PAa\rb"));
});
