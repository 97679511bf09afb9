import { type HistoryRow, timeText, type VehicleData } from "./data.ts";

/**
 * Answers the commands that never reach a car: 30 traffic, 31 history summary, 32 history records.
 * @param command what follows the letter C, such as `32,RT-GPS-Log`
 * @returns lines to the asking client, or undefined when the command is the car's
 */
export function answer(
  data: VehicleData,
  command: string,
): readonly string[] | undefined {
  const [, code, argument = ""] = /^(\d+)(?:,(.+))?$/.exec(command) ?? [];
  const [type = "", since = ""] = argument.split(/,(.*)/);
  switch (code) {
    case "30":
      return lines(30, trafficRows(data), "No GPRS utilisation data available");
    case "31":
      return lines(31, summary(data, argument), NO_HISTORY);
    case "32":
      return lines(32, records(data, type, since), NO_HISTORY);
    default:
      return undefined;
  }
}

const NO_HISTORY = "No historical data available";

function lines(code: number, rows: readonly string[], none: string): string[] {
  if (rows.length === 0) return [`c${code},1,${none}`];
  return rows.map((row, at) => `c${code},0,${at + 1},${rows.length},${row}`);
}

function trafficRows(data: VehicleData): string[] {
  return [...data.traffic].map(([day, { carIn, carOut, appIn, appOut }]) =>
    [day, carIn, carOut, appIn, appOut].join()
  );
}

function since(data: VehicleData, time: string): readonly HistoryRow[] {
  return data.history.filter(({ at }) => timeText(at) >= time);
}

function summary(data: VehicleData, time: string): string[] {
  const groups = Map.groupBy(since(data, time), ({ type }) => type);
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([type, rows]) =>
    [
      type,
      new Set(rows.map(({ number }) => number)).size,
      rows.length,
      rows.reduce((sum, row) => sum + row.data.length, 0),
      timeText(rows.at(0)?.at ?? 0),
      timeText(rows.at(-1)?.at ?? 0),
    ].join()
  );
}

function records(data: VehicleData, type: string, time: string): string[] {
  return since(data, time).filter((row) => row.type === type)
    .map(({ at, number, data }) => [type, timeText(at), number, data].join());
}
