/** Connects the runtime with an MQTT broker; the library is loaded only where one is named. */
import type { Runtime } from "../runtime/runtime.ts";
import type { Closing } from "./assembly.ts";
import { reasonOf } from "./usage_error.ts";

/**
 * Connects as soon as the setting `mqtt.url` names a broker, at once where `url` does.
 * @param url broker in the place of the setting's
 * @param closing gets what has to be closed
 */
export function connectMqtt(
  runtime: Runtime,
  url: string | undefined,
  closing: Closing,
): void {
  let attached: Promise<() => Promise<void>> | undefined, over = false;
  const begin = () => {
    if (over || attached || (url ?? runtime.core.mqtt.url) === "") return;
    attached = attach(runtime, url);
    attached.catch((error) =>
      runtime.options.log("error", `mqtt: ${reasonOf(error)}`)
    );
  };
  runtime.settings.watch((name) => {
    if (name === "mqtt.url") begin();
  });
  closing.defer(async () => {
    over = true;
    const close = await attached?.catch(() => undefined);
    await close?.();
  });
  begin();
}

async function attach(
  runtime: Runtime,
  url: string | undefined,
): Promise<() => Promise<void>> {
  const { mqttLink, connectBroker } = await import(
    "../runtime/links/mqtt/mod.ts"
  );
  const link = mqttLink({
    connect: connectBroker,
    ...(url === undefined ? {} : { url }),
  }).start(runtime);
  return () => link.close();
}
