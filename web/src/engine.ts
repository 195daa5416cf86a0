// SPDX-License-Identifier: Apache-2.0

import { ConversionError, createConverter } from 'cnn2snn/worker';
import type {
  AkidaVersion,
  CheckReport,
  ConvertReport,
  Device,
  DeviceVerdict,
  InfoReport,
} from './report';

/** Integer type that the inputs of a float model would be quantized to. */
export type InputDtype = 'uint8' | 'int8' | 'int16';

/** What became of one file. */
export type Outcome = (
  | { kind: 'converted'; report: ConvertReport; fbz: Blob }
  | { kind: 'inspected'; report: InfoReport }
  | { kind: 'compatibility'; report: CheckReport }
  | { kind: 'refused'; report: ConvertReport | InfoReport }
) & {
  milliseconds: number;
  /** On the device chosen; null: none was, or the file could not be read as a model. */
  device: DeviceVerdict | null;
};

export interface RunOptions {
  akidaVersion: AkidaVersion;
  /** A device of `devices()` that the model is to run on, of that generation; empty: any. */
  device: string;
  inputDtype: InputDtype;
  inputScaling: readonly [scale: number, shift: number] | null;
  onProgress: (fraction: number, step: string) => void;
  signal: AbortSignal;
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

  /** Loads worker and WebAssembly now rather than with the first file: the devices the core knows. */
  async warmUp(): Promise<readonly Device[]> {
    const devices = await this.#converter.devices();
    this.#readyAt = performance.now();
    return devices;
  }

  /** Converts, checks or inspects a file, whichever its content asks for. */
  async run(file: File, options: RunOptions): Promise<Outcome> {
    const { onProgress, signal } = options;
    const calls: Calls = { onProgress, signal };
    const start = performance.now();
    // A file that came before the WebAssembly had to wait for it: that is not conversion time.
    const elapsed = (): number => performance.now() - Math.max(start, this.#readyAt);
    const { report, fbz } = await this.#convert(file, options);
    if (report.kind === 'float') {
      const { report: check, device } = await this.#check(file, options);
      return { kind: 'compatibility', report: check, device, milliseconds: elapsed() };
    }
    if (report.file === 'fbz') {
      const info = await this.#inspect(file, calls);
      const milliseconds = elapsed();
      const kind = info.ok ? 'inspected' : 'refused';
      return { kind, report: info, device: await this.#judge(file, options), milliseconds };
    }
    const milliseconds = elapsed();
    // What was converted is judged as it is now; of the rest, the layers that became Akida layers.
    const device = await this.#judge(fbz ?? file, options);
    return fbz
      ? { kind: 'converted', report, fbz, device, milliseconds }
      : { kind: 'refused', report, device, milliseconds };
  }

  async #check(file: Blob, { akidaVersion, device, inputDtype, onProgress, signal }: RunOptions) {
    return this.#converter.checkModelCompatibility(file, {
      ...(device ? { device } : { akidaVersion }),
      inputDtype,
      onProgress,
      signal,
    });
  }

  async #judge(file: Blob, options: RunOptions): Promise<DeviceVerdict | null> {
    return options.device ? (await this.#check(file, options)).device : null;
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
