// SPDX-License-Identifier: Apache-2.0
/**
 * The reports of the converter: the same JSON that the command line prints with `--json`.
 * They hold no weights. Key names are those of the JSON.
 */

/** The stages a model goes through, in order. A problem belongs to the stage that found it. */
export type Step = 'read' | 'parse' | 'quantization' | 'conversion' | 'verification' | 'inference';

/** Akida IP generation: v1 (1.0) or v2 (2.0). */
export type AkidaVersionName = 'v1' | 'v2';

/** How a model was quantized: not at all, with QuantizeML, or with the legacy CNN2SNN API. */
export type ModelKind = 'float' | 'quantizeml' | 'legacy';

/** Stable identifiers of what can go wrong; they never change once released. */
export type ErrorCode =
  | 'E_NOT_HDF5'
  | 'E_HDF5_CORRUPT'
  | 'E_HDF5_UNSUPPORTED'
  | 'E_LIMIT'
  | 'E_NO_MODEL_CONFIG'
  | 'E_MODEL_CONFIG'
  | 'E_MISSING_WEIGHT'
  | 'E_UNKNOWN_LAYER'
  | 'E_LAYER_CONFIG'
  | 'E_NOT_QUANTIZED'
  | 'E_MODEL_STRUCTURE'
  | 'E_INVALID_BLOCK'
  | 'W_IGNORED_LAYERS'
  | 'W_FLATTEN_SHIFT'
  | 'E_BLOCK_PARAMETER'
  | 'E_QUANTIZATION'
  | 'W_LOST_LAYERS'
  | 'E_AKIDA_LAYER'
  | 'E_ARGUMENT'
  | 'E_FILE'
  | 'E_NOT_FBZ'
  | 'E_FBZ_CORRUPT'
  | 'W_SAMPLES'
  | 'E_ARCHIVE'
  | 'E_ARRAY'
  | 'E_PICTURE'
  | 'E_VERIFICATION'
  | 'E_ONNX_CORRUPT'
  | 'E_ONNX_MODEL'
  | 'E_INPUT'
  | 'E_CANCELLED'
  | 'E_OUT_OF_MEMORY'
  | 'E_INTERNAL';

/** What a file is, by its content. */
export type FileKind =
  | 'h5'
  | 'fbz'
  | 'keras'
  | 'onnx'
  | 'tflite'
  | 'saved_model'
  | 'frozen_graph'
  | 'checkpoint'
  | 'pytorch'
  | 'safetensors'
  | 'numpy'
  | 'pickle'
  | 'archive'
  | 'git_lfs'
  | 'web_page'
  | 'json'
  | 'text'
  | 'image'
  | 'document'
  | 'empty'
  | 'unknown';

/** The single rules that are told apart by name: finer than `ErrorCode`, and as stable. */
export type RuleName =
  | 'input_sign'
  | 'quantizer_bits'
  | 'single_output'
  | 'no_block'
  | 'padding_value_range'
  | 'padding_value_per_axis'
  | 'padding_value_zero'
  | 'odd_kernel'
  | 'stride'
  | 'stride_2_kernel'
  | 'stride_above_kernel'
  | 'pool_stride'
  | 'empty_output'
  | 'same_output_size'
  | 'concatenate_axis'
  | 'input_bits_v1'
  | 'unsigned_input_v1'
  | 'bounded_relu_v1'
  | 'two_inputs'
  | 'equal_dimensions'
  | 'batch_size'
  | 'activity_regularizer'
  | 'observed_tensor'
  | 'weight_shape'
  | 'recorded_values';

/** A layer that a problem speaks of. */
export interface LayerName {
  /** As in the model. */
  name: string;
  /** Keras class (ONNX operator, Akida type), e.g. `QuantizedConv2D`. */
  class_name: string;
}

/** One reason why a model is not converted; or a warning. */
export interface Problem {
  id: ErrorCode;
  step: Step;
  /** In the model's order; empty: the file as a whole. */
  layers: LayerName[];
  /** What is wrong, one line. */
  reason: string;
  /** What to do about it; may be empty. */
  remedy: string;
  /** The Python exception class of the official converter, or empty. */
  error_class: string;
  /** The rule broken; empty where it has no name. */
  rule: RuleName | '';
}

/** A layer of the Keras model, without its weights. */
export interface SourceLayer {
  name: string;
  /** As in the file, e.g. `Custom>QuantizedConv2D`. */
  class_name: string;
  inbounds: string[];
  /** Without the batch; -1: an unknown size; null: unknown. */
  output_shape: number[] | null;
  /** The Akida layer it became part of, or null. */
  akida_layer: string | null;
  /** After the first Dequantizer: left to the host. */
  ignored: boolean;
}

/** The Keras model as far as the file could be parsed. */
export interface SourceModel {
  name: string;
  kind: ModelKind;
  layers: SourceLayer[];
}

/** A variable of an Akida layer: everything about it but its values. */
export interface AkidaVariable {
  name: string;
  /** C order, as the Akida API shows it. */
  shape: number[];
  dtype: string;
  /** Smallest width in bits that holds all elements. */
  bitwidth: number;
  bytes: number;
  min: number;
  max: number;
  /** 16 counts of elements, from min to max. */
  histogram: number[];
}

/** A layer of an Akida model. */
export interface AkidaLayer {
  name: string;
  /** Akida's name of the layer type, e.g. `InputConv2D`. */
  type: string;
  inbounds: string[];
  /** Height, width, channels. */
  input_shape: number[];
  output_shape: number[];
  output_bits: number;
  output_signed: boolean;
  kernel_shape: number[] | null;
  parameter_count: number;
  /** Multiply-accumulates of one inference. */
  macs: number;
  /** Bytes of the variables, uncompressed. */
  bytes: number;
  parameters: Record<string, number>;
  variables: AkidaVariable[];
}

/** An Akida model: layers, shapes and sizes, without its weights. */
export interface AkidaModel {
  /** The oldest Akida runtime that loads the file. */
  version: string;
  ip_version: 'v1' | 'v2' | 'pico' | 'none';
  input_shape: number[];
  output_shape: number[];
  layers: AkidaLayer[];
  totals: { layers: number; parameters: number; bytes: number; macs: number };
  learning: Record<string, number>;
}

/** What `convert` found. */
export interface ConvertReport {
  action: 'convert';
  /** Version of the converter. */
  version: string;
  ok: boolean;
  /** Told apart by content, not by name; null: it could not be read. */
  file: FileKind | null;
  kind: ModelKind | null;
  /** The generation converted to. */
  target: AkidaVersionName | null;
  source_bytes: number;
  fbz_bytes: number;
  problems: Problem[];
  warnings: Problem[];
  source: SourceModel | null;
  model: AkidaModel | null;
}

/** What a part of a model costs: multiply-accumulates of one inference, elements of weights. */
export interface Share {
  macs: number;
  parameters: number;
}

/** A value of a model outside what is documented for a device. */
export interface DeviceLimit {
  /** Akida layer; empty: the model as a whole. */
  layer: string;
  layer_type: string;
  /** What is limited, e.g. `padding`; names do not change. */
  rule: string;
  /** As the layer has it. */
  value: string;
  /** The same in words, e.g. `padding valid`. */
  what: string;
  documented: string;
  /** URL of the page that says so. */
  page: string;
  /** The change that mends it. */
  remedy: string;
}

/** Whether anything documented stands against running the whole model on a device. */
export interface DeviceVerdict {
  name: string;
  /** `open`: nothing does; whether it fits is decided by the Akida runtime. Never a plain yes. */
  verdict: 'no' | 'open';
  limits: DeviceLimit[];
  /** Outside what is documented, but the runtime maps it. */
  warnings: DeviceLimit[];
}

/** An Akida device, as its API describes it. */
export interface Device {
  name: string;
  ip_version: 'v1' | 'v2' | 'pico';
  hardware: string;
  /** Neural processors; each can be of several types, one at a time. */
  processors: number;
  can_be: Record<'CNP1' | 'CNP2' | 'FNP2' | 'FNP3' | 'TNP_B' | 'TNP_R', number>;
  /** Has the unit for a first convolution on images. */
  hrc: boolean;
  skip_dmas: number;
  /** Where its limits are documented. */
  page: string;
}

/** What `checkModelCompatibility` found. */
export interface CheckReport {
  action: 'check';
  version: string;
  compatible: boolean;
  /** Compatible but for layers that stay on the host. */
  partial: boolean;
  /** Told apart by content, not by name; null: it could not be read. */
  file: FileKind | null;
  kind: ModelKind | null;
  target: AkidaVersionName;
  problems: Problem[];
  warnings: Problem[];
  /** Of the file; of one that `source` does not mark as ignored only a part: its activation. */
  host_layers: string[];
  /** What the layers on Akida cost, and those on the host; 0 for a model that is not compatible. */
  akida_share: Share;
  host_share: Share;
  /** What structure alone cannot decide, one sentence each. */
  undecided: string[];
  /** On the device asked for. */
  device: DeviceVerdict | null;
  source: SourceModel | null;
}

/** What `inspect` found. */
export interface InfoReport {
  action: 'info';
  version: string;
  ok: boolean;
  /** Told apart by content, not by name; null: it could not be read. */
  file: FileKind | null;
  file_bytes: number;
  problems: Problem[];
  warnings: Problem[];
  source: SourceModel | null;
  model: AkidaModel | null;
}

/** What `upgrade` found. */
export interface UpgradeReport {
  action: 'upgrade';
  version: string;
  ok: boolean;
  /** Told apart by content, not by name; null: it could not be read. */
  file: FileKind | null;
  file_bytes: number;
  fbz_bytes: number;
  problems: Problem[];
  warnings: Problem[];
  model: AkidaModel | null;
}

/** How far the outputs of a quantized layer are from those of the float one. */
export interface QuantizationError {
  /**
   * Symmetric mean absolute percentage error, the mean of |x − y| / (|x| + |y|): from 0 to 1.
   * Saturated values are left out.
   */
  smape: number;
  /** Per cent of the integers that are the least or the greatest of their bits. */
  saturation: number;
}

/** What `quantizeml analysis quantization_error` measures of a layer. */
export interface LayerQuantizationError {
  layer: string;
  /** `QuantizedConv2D` */
  layer_class: string;
  /** The float layer receives what the quantized one receives: what this layer alone does. */
  single: QuantizationError;
  /** Both models run from the input: what it and all before it do together. */
  cumulative: QuantizationError;
}

/** What `quantize` found. */
export interface QuantizeReport {
  action: 'quantize';
  version: string;
  /** Whether there is an Akida model. */
  ok: boolean;
  /** Whether there is a quantized Keras model, be it one that cannot become an Akida model. */
  quantized: boolean;
  /** Told apart by content, not by name; null: it could not be read. */
  file: FileKind | null;
  target: AkidaVersionName;
  /** Size of the file given. */
  source_bytes: number;
  /** Size of the quantized `.h5`. */
  h5_bytes: number;
  fbz_bytes: number;
  problems: Problem[];
  warnings: Problem[];
  /** The quantized model. */
  source: SourceModel | null;
  model: AkidaModel | null;
  /** In model order, the layers that cause an error; empty unless it was asked for. */
  analysis: LayerQuantizationError[];
}

/** What `classify` found. */
export interface ClassifyReport {
  action: 'classify';
  version: string;
  ok: boolean;
  problems: Problem[];
  warnings: Problem[];
  float_classes: number[];
  /** Null: no ranges were given, or a part of the model is not quantized. */
  quantized_classes: number[] | null;
}

/** A class and its score. */
export interface ClassScore {
  index: number;
  /** Where the command was told the names of the classes. */
  label?: string;
  score: number;
}

/** What `cnn2snn run --json` prints for an input. */
export interface RunReport {
  problems: Problem[];
  warnings: Problem[];
  /** numpy's name of the elements' type. */
  output_type: string;
  output_shape: number[];
  /** Of each sample the best classes, the best first; empty where the model has no scores. */
  classes: ClassScore[][];
}

/** How the outputs of an Akida layer are spread. */
export interface LayerStatistics {
  name: string;
  type: string;
  values: number;
  zeros: number;
  /** Values at an end of the range, zeros not counted. */
  saturated: number;
  range: [low: number, high: number];
}

/** What `cnn2snn evaluate --json` prints. */
export interface EvaluateReport {
  problems: Problem[];
  warnings: Problem[];
  samples: number;
  correct: number;
  accuracy: number;
  /** `confusion[class][prediction]`; empty above 4096 classes. */
  confusion: number[][];
  layers: LayerStatistics[];
}

/** The reports on a model that is converted, checked or looked at. */
export type Report = ConvertReport | CheckReport | InfoReport;

/** The report of any call. */
export type AnyReport = Report | UpgradeReport | QuantizeReport | ClassifyReport;
