/** Certificates for a broker and its clients, made by openssl, which mosquitto brings along. */
import { join } from "node:path";

/** Files of an authority, of a broker on this machine and of a client, in a folder. */
export interface Certificates {
  readonly ca: string;
  readonly brokerCert: string;
  readonly brokerKey: string;
  readonly clientCert: string;
  readonly clientKey: string;
}

/** Makes them. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const file = (name: string) => join(folder, name);
  const ca = file("ca.pem"), caKey = file("ca.key");
  await openssl(
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2",
    ["-subj", "/CN=Test authority", "-keyout", caKey, "-out", ca],
  );
  const signed = async (name: string, subject: string) => {
    const cert = file(`${name}.pem`), key = file(`${name}.key`);
    const request = file(`${name}.csr`), more = file(`${name}.ext`);
    Deno.writeTextFileSync(
      more,
      "basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n",
    );
    await openssl(
      "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes",
      ["-subj", `/CN=${subject}`, "-keyout", key, "-out", request],
    );
    await openssl("x509 -req -days 2 -CAcreateserial", [
      "-in",
      request,
      "-CA",
      ca,
      "-CAkey",
      caKey,
      "-extfile",
      more,
      "-out",
      cert,
    ]);
    return { cert, key };
  };
  const broker = await signed("broker", "localhost");
  const client = await signed("client", "car");
  return {
    ca,
    brokerCert: broker.cert,
    brokerKey: broker.key,
    clientCert: client.cert,
    clientKey: client.key,
  };
}

async function openssl(
  words: string,
  files: readonly string[],
): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", {
    args: [...words.split(" "), ...files],
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
