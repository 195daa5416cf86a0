// SPDX-License-Identifier: Apache-2.0

import { ConversionError, createConverter } from 'cnn2snn/worker';
import type { AkidaVersion, CheckReport, ConvertReport, InfoReport } from './report';

/** Integer type that the inputs of a float model would be quantized to. */
export type InputDtype = 'uint8' | 'int8' | 'int16';

/** What became of one file. */
export type Outcome =
  | { kind: 'converted'; report: ConvertReport; fbz: Blob; milliseconds: number }
  | { kind: 'inspected'; report: InfoReport; milliseconds: number }
  | { kind: 'compatibility'; report: CheckReport; milliseconds: number }
  | { kind: 'refused'; report: ConvertReport | InfoReport; milliseconds: number };

export interface RunOptions {
  akidaVersion: AkidaVersion;
  inputDtype: InputDtype;
  inputScaling: readonly [scale: number, shift: number] | null;
  onProgress: (fraction: number, step: string) => void;
  signal: AbortSignal;
}

const kHdf5Signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** HDF5 allows its signature at 0, 512, 1024, 2048 … (a user block may precede it). */
async function isHdf5(file: File): Promise<boolean> {
  for (let at = 0; at + kHdf5Signature.length <= file.size; at = at === 0 ? 512 : at * 2) {
    const part = await file.slice(at, at + kHdf5Signature.length).arrayBuffer();
    const bytes = new Uint8Array(part);
    if (kHdf5Signature.every((byte, index) => bytes[index] === byte)) return true;
  }
  return false;
}

/** The report that a refusal carries. What has none (a crash, a cancel) is thrown on. */
function refusal(error: unknown): ConversionError['report'] & object {
  if (error instanceof ConversionError && error.report && error.code !== 'E_CANCELLED') {
    return error.report;
  }
  throw error;
}

type Calls = Pick<RunOptions, 'onProgress' | 'signal'>;

/** The converter in its Web Worker. */
export class Engine {
  // A worker that stays needs no second download, not even from the browser's cache.
  readonly #converter = createConverter({ idleTimeout: Infinity });

  /** When loading ended, on the clock of `performance.now()`; 0: not yet. */
  #readyAt = 0;

  /** Loads worker and WebAssembly now rather than with the first file. */
  async warmUp(): Promise<void> {
    await this.#converter.patterns('v2');
    this.#readyAt = performance.now();
  }

  /** Converts, checks or inspects a file, whichever its content asks for. */
  async run(file: File, options: RunOptions): Promise<Outcome> {
    const { onProgress, signal } = options;
    const calls: Calls = { onProgress, signal };
    const start = performance.now();
    // A file that came before the WebAssembly had to wait for it: that is not conversion time.
    const elapsed = (): number => performance.now() - Math.max(start, this.#readyAt);
    if (!(await isHdf5(file))) {
      const report = await this.#inspect(file, calls);
      if (report.ok) return { kind: 'inspected', report, milliseconds: elapsed() };
      if (report.file === 'fbz' || /\.fbz$/i.test(file.name)) {
        return { kind: 'refused', report, milliseconds: elapsed() };
      }
    }
    const { report, fbz } = await this.#convert(file, options);
    if (fbz) return { kind: 'converted', report, fbz, milliseconds: elapsed() };
    if (report.kind !== 'float') return { kind: 'refused', report, milliseconds: elapsed() };
    const check = await this.#converter.checkModelCompatibility(file, {
      akidaVersion: options.akidaVersion,
      inputDtype: options.inputDtype,
      ...calls,
    });
    return { kind: 'compatibility', report: check.report, milliseconds: elapsed() };
  }

  async #convert(
    file: File,
    { akidaVersion, inputScaling, onProgress, signal }: RunOptions,
  ): Promise<{ report: ConvertReport; fbz: Blob | null }> {
    try {
      const { report, fbz } = await this.#converter.convert(file, {
        // v2 is what the core takes by itself; asked for, it would warn about every legacy model.
        ...(akidaVersion === 'v2' ? {} : { akidaVersion }),
        ...(inputScaling ? { inputScaling } : {}),
        onProgress,
        signal,
      });
      return { report, fbz: new Blob([fbz], { type: 'application/octet-stream' }) };
    } catch (error) {
      return { report: refusal(error) as ConvertReport, fbz: null };
    }
  }

  async #inspect(file: File, calls: Calls): Promise<InfoReport> {
    try {
      return (await this.#converter.inspect(file, calls)).report;
    } catch (error) {
      return refusal(error) as InfoReport;
    }
  }
}
