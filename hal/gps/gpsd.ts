import { ByteLink } from "../byte_link.ts";
import type { Clock, Gps, GpsFix, Network } from "../mod.ts";
import { GpsdReports } from "./gpsd_report.ts";
import { type TcpAddress, tcpPort } from "../tcp_port.ts";
import { JumpFilter } from "./jump_filter.ts";

const WATCH = new TextEncoder().encode('?WATCH={"enable":true,"json":true}\n');
/** Longest line that is kept: a SKY report of all satellites has some thousand characters. */
const LONGEST_LINE = 65_536;
/** Times, ms. */
const TIMES = { retry: 5000, silence: 60_000 } as const;

/** A GPS receiver behind gpsd; connects again after each loss. */
export class GpsdGps implements Gps {
  readonly name: string;
  readonly #reports = new GpsdReports();
  readonly #filter = new JumpFilter();
  readonly #link: ByteLink;
  readonly #decoder = new TextDecoder();
  #line = "";
  #received = 0;
  #receive: (fix: GpsFix) => void = () => {};

  constructor(
    address: TcpAddress,
    network: Network,
    private readonly clock: Clock,
  ) {
    this.name = `gpsd:${address.host}:${address.port}`;
    this.#link = new ByteLink(tcpPort(address, network, clock), clock, {
      opened: () => this.#opened(),
      bytes: (chunk) => this.#bytes(chunk),
      lost: () => {},
    }, TIMES);
  }

  /** Why there is no connection, or undefined while there is one. */
  get problem(): string | undefined {
    return this.#link.problem;
  }

  get counters(): {
    /** Positions, and reports that there is none. */
    readonly reports: number;
    /** Lines that are no reports. */
    readonly bad: number;
    readonly jumps: number;
    readonly reopened: number;
  } {
    return {
      reports: this.#received,
      bad: this.#reports.bad,
      jumps: this.#filter.jumps,
      reopened: this.#link.reopened,
    };
  }

  open(receive: (fix: GpsFix) => void): void {
    this.#receive = receive;
    this.#link.start();
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  #opened(): void {
    this.#line = "";
    this.#link.write(WATCH);
  }

  #bytes(chunk: Uint8Array): void {
    const lines = (this.#line + this.#decoder.decode(chunk, { stream: true }))
      .split("\n");
    this.#line = (lines.pop() ?? "").slice(0, LONGEST_LINE);
    const now = this.clock.monotonic();
    for (const line of lines) {
      if (line.trim() === "") continue;
      const fix = this.#reports.line(line, now);
      if (fix) this.#received++;
      const passed = fix && this.#filter.pass(fix, now);
      if (passed) this.#receive(passed);
    }
  }
}
