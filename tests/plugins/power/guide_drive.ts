import type { Drive } from "./car.ts";

/** Drives the guide's example trip and stays on. */
export async function guideDrive(drive: Drive): Promise<void> {
  await drive.on();
  await drive.place(100_000, 100);
  drive.speeds(3000, 3000);
  drive.counter(6947);
  drive.energy(1_555_358);
  drive.energy(-10_467);
  drive.speeds(3000, 2900);
  drive.counter(6947 + 7108);
  drive.energy(147_404);
  drive.energy(-235_761);
  await drive.place(100_060, 165);
  drive.speeds(3000, 3000);
  drive.energy(-91_095);
  drive.speeds(3000, 3100);
  drive.counter(6947 + 7108 + 7283);
  drive.energy(1_719_996);
  drive.energy(-25_298);
  await drive.place(100_111, 132);
  drive.energy(1_651_725);
  drive.energy(-6066);
  drive.speeds(3000, 2900);
  drive.energy(1_645_886);
  drive.energy(-1020);
}
