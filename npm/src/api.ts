// SPDX-License-Identifier: Apache-2.0
import { akidaVersionFrom, getAkidaVersion, type AkidaVersion } from './akida-version.js';
import { argumentError, cancelledError, ConversionError } from './errors.js';
import {
  classifyJob,
  classifyResult,
  type ClassifyOptions,
  type ClassifyResult,
} from './classify.js';
import { requireBytes, type CallOptions, type Engine, type ModelBytes } from './jobs.js';
import {
  quantizeJob,
  quantizeResult,
  type QuantizeOptions,
  type QuantizeResult,
} from './quantize.js';
import type {
  AkidaModel,
  AnyReport,
  CheckReport,
  ConvertReport,
  Device,
  DeviceVerdict,
  FileKind,
  InfoReport,
  SourceModel,
  Problem,
  UpgradeReport,
} from './report.js';

export interface ConvertOptions extends CallOptions {
  /** Target generation; default: `getAkidaVersion()`. Legacy models always give v1. */
  akidaVersion?: AkidaVersion;
  /** Scale and shift of the input of a legacy model; ignored with a warning for QuantizeML models. */
  inputScaling?: readonly [scale: number, shift: number];
  /**
   * Akida runtime version to stamp into the file ("2.19.3"); default: the oldest one that can run
   * the model. A runtime refuses a file with a version newer than its own.
   */
  runtimeVersion?: string;
}

export interface ConvertResult {
  /** The Akida model file, deterministic: the same model and options give the same bytes. */
  fbz: Uint8Array<ArrayBuffer>;
  /** The Akida model: layers, shapes, sizes. */
  model: AkidaModel;
  warnings: Problem[];
  /** A table of the model like `akida.Model.summary()`. */
  summary: string;
  report: ConvertReport;
}

export interface CheckOptions extends CallOptions {
  /** Target generation; default: that of the device, else `getAkidaVersion()`. */
  akidaVersion?: AkidaVersion;
  /** Integer type a float model's inputs would be quantized to; default `uint8`. */
  inputDtype?: 'uint8' | 'int8' | 'int16';
  /** A device of `devices()` that the model is to run on: its documented limits are checked too. */
  device?: string;
}

export interface CheckResult {
  /** Whether the whole model, but for `hostLayers`, can become an Akida model. */
  compatible: boolean;
  /** Compatible, but the layers in `hostLayers` stay on the host. */
  partial: boolean;
  /** What stands in the way. */
  problems: Problem[];
  warnings: Problem[];
  hostLayers: string[];
  /** What structure alone cannot decide, one sentence each. */
  undecided: string[];
  /** On the device asked for; null: none, or the model could not be read. */
  device: DeviceVerdict | null;
  report: CheckReport;
}

export interface InspectResult {
  /** Told apart by content. */
  file: FileKind | null;
  /** Of an `.fbz`. */
  model: AkidaModel | null;
  /** Of an `.h5`, or the nodes of an ONNX model. */
  source: SourceModel | null;
  warnings: Problem[];
  /** A table of an Akida model; empty for an `.h5` or an ONNX model. */
  summary: string;
  report: InfoReport;
}

export interface UpgradeOptions extends CallOptions {
  /** Akida runtime version to stamp into the file; default: the oldest one that runs the model. */
  runtimeVersion?: string;
}

export interface UpgradeResult {
  /** The model in today's file layout. */
  fbz: Uint8Array<ArrayBuffer>;
  model: AkidaModel;
  /** A table of the model like `akida.Model.summary()`. */
  summary: string;
  report: UpgradeReport;
}

/** Layers that together become one Akida layer. */
export interface Pattern {
  /** Keras class names in order. */
  layers: string[];
  akidaLayer: string;
  /** Only for the first block of a model. */
  input: boolean;
}

/** The calls, the same in this thread and in a worker. */
export interface Converter {
  /**
   * Converts a quantized Keras model (`.h5`), or an ONNX model that QuantizeML quantized, to an Akida
   * model (`.fbz`).
   * Rejects with a `ConversionError` that lists every problem found; there is then no file.
   */
  convert: (bytes: ModelBytes, options?: ConvertOptions) => Promise<ConvertResult>;
  /**
   * Says whether a float or quantized model is compatible with Akida and, if not, which layers stop
   * it, at which step, and why. An incompatible or unreadable model is a result, not a rejection;
   * options that nothing can be checked with (a device of no such name) are one.
   */
  checkModelCompatibility: (bytes: ModelBytes, options?: CheckOptions) => Promise<CheckResult>;
  /**
   * Quantizes a float Keras model (`.h5`) as QuantizeML's `quantize` does, and converts it to an
   * Akida model. Rejects with a `ConversionError` where there is no quantized model; one that cannot
   * become an Akida model is a result with `problems`.
   */
  quantize: (bytes: ModelBytes, options?: QuantizeOptions) => Promise<QuantizeResult>;
  /**
   * Runs a float Keras model on samples, and with `ranges` the model that `quantize` makes of it with
   * these options: the classes they give, to compare with each other and with the Akida model's.
   * Rejects with a `ConversionError` for models that cannot be run or give no classes.
   */
  classify: (bytes: ModelBytes, options: ClassifyOptions) => Promise<ClassifyResult>;
  /** Shows what is inside an `.h5`, an `.onnx` or an `.fbz`. Rejects with a `ConversionError` for other files. */
  inspect: (bytes: ModelBytes, options?: CallOptions) => Promise<InspectResult>;
  /**
   * Writes an Akida model of any age (files of Akida 2.2 and earlier have another layout) in
   * today's layout. Rejects with a `ConversionError` for other files.
   */
  upgrade: (bytes: ModelBytes, options?: UpgradeOptions) => Promise<UpgradeResult>;
  /** The layer patterns of a target, as the errors name them. */
  patterns: (akidaVersion?: AkidaVersion) => Promise<Pattern[]>;
  /** Akida devices with what they describe themselves as, and where their limits are documented. */
  devices: () => Promise<Device[]>;
}

/** `''` lets the core choose: v2, and v1 for legacy models without a warning. */
function targetOf(akidaVersion: AkidaVersion | undefined): '' | AkidaVersion {
  if (akidaVersion !== undefined) return akidaVersionFrom(akidaVersion);
  const version = getAkidaVersion();
  return version === 'v2' ? '' : version;
}

function scalingOf(scaling: ConvertOptions['inputScaling']): { inputScaling?: [number, number] } {
  if (scaling === undefined) return {};
  const [scale, shift, ...more] = scaling as readonly number[];
  if (!Number.isFinite(scale) || !Number.isFinite(shift) || more.length > 0) {
    throw argumentError('inputScaling must be two numbers: [scale, shift]');
  }
  return { inputScaling: [Number(scale), Number(shift)] };
}

function controlsOf({ onProgress, signal, transfer }: CallOptions): CallOptions {
  return { onProgress, signal, transfer };
}

/** Throws for a report with problems. */
function requireNone(report: AnyReport): void {
  if (report.problems.length > 0) throw failure(report);
}

function failure(report: AnyReport): ConversionError {
  return report.problems[0]?.id === 'E_CANCELLED'
    ? cancelledError(undefined, report)
    : new ConversionError(report.problems, report);
}

/** The calls on top of whatever runs them. */
export function converterOn(engine: Engine): Converter {
  return {
    async convert(bytes, options = {}) {
      requireBytes(bytes);
      const { fbz, report, summary } = await engine.run(
        {
          action: 'convert',
          bytes,
          options: {
            akidaVersion: targetOf(options.akidaVersion),
            ...scalingOf(options.inputScaling),
            runtimeVersion: options.runtimeVersion ?? '',
          },
        },
        controlsOf(options),
      );
      const parsed = JSON.parse(report) as ConvertReport;
      requireNone(parsed);
      if (!fbz || !parsed.model) throw new Error('the core gave neither a file nor a problem');
      return { fbz, model: parsed.model, warnings: parsed.warnings, summary, report: parsed };
    },

    async checkModelCompatibility(bytes, options = {}) {
      requireBytes(bytes);
      const inputDtype = options.inputDtype ?? 'uint8';
      if (!['uint8', 'int8', 'int16'].includes(inputDtype)) {
        throw argumentError(`inputDtype=${inputDtype} must be one of ['uint8', 'int8', 'int16']`);
      }
      const device = options.device ?? '';
      const { report } = await engine.run(
        {
          action: 'check',
          bytes,
          options: {
            akidaVersion:
              device && options.akidaVersion === undefined ? '' : targetOf(options.akidaVersion),
            inputDtype,
            device,
          },
        },
        controlsOf(options),
      );
      const parsed = JSON.parse(report) as CheckReport;
      const [first] = parsed.problems;
      // Not of the model, but of this call.
      if (first?.id === 'E_CANCELLED' || first?.id === 'E_ARGUMENT') throw failure(parsed);
      return {
        compatible: parsed.compatible,
        partial: parsed.partial,
        problems: parsed.problems,
        warnings: parsed.warnings,
        hostLayers: parsed.host_layers,
        undecided: parsed.undecided,
        device: parsed.device,
        report: parsed,
      };
    },

    async quantize(bytes, options = {}) {
      requireBytes(bytes);
      const job = await quantizeJob(bytes, options);
      return quantizeResult(await engine.run(job, controlsOf(options)));
    },

    async classify(bytes, options) {
      requireBytes(bytes);
      const job = await classifyJob(bytes, options);
      return classifyResult(await engine.run(job, controlsOf(options)));
    },

    async inspect(bytes, options = {}) {
      requireBytes(bytes);
      const { report, summary } = await engine.run(
        { action: 'inspect', bytes },
        controlsOf(options),
      );
      const parsed = JSON.parse(report) as InfoReport;
      requireNone(parsed);
      const { file, model, source, warnings } = parsed;
      return { file, model, source, warnings, summary, report: parsed };
    },

    async upgrade(bytes, options = {}) {
      requireBytes(bytes);
      const { fbz, report, summary } = await engine.run(
        { action: 'upgrade', bytes, options: { runtimeVersion: options.runtimeVersion ?? '' } },
        controlsOf(options),
      );
      const parsed = JSON.parse(report) as UpgradeReport;
      requireNone(parsed);
      if (!fbz || !parsed.model) throw new Error('the core gave neither a file nor a problem');
      return { fbz, model: parsed.model, summary, report: parsed };
    },

    async patterns(akidaVersion) {
      const version = akidaVersionFrom(akidaVersion ?? getAkidaVersion());
      const { report } = await engine.run({ action: 'patterns', version }, {});
      const table = JSON.parse(report) as {
        layers: string[];
        akida_layer: string;
        input: boolean;
      }[];
      return table.map(({ layers, akida_layer, input }) => ({
        layers,
        akidaLayer: akida_layer,
        input,
      }));
    },

    async devices() {
      const { report } = await engine.run({ action: 'devices' }, {});
      return JSON.parse(report) as Device[];
    },
  };
}
