// SPDX-License-Identifier: Apache-2.0
/** What the command line says, word for word as the native program. */
import { describe, problemOf } from '../errors.js';
import type {
  AkidaVersionName,
  CheckReport,
  ConvertReport,
  Device,
  DeviceLimit,
  DeviceVerdict,
  InfoReport,
  KerasModel,
  UpgradeReport,
  Problem,
} from '../report.js';

export const ENVIRONMENT_REMEDY = 'Set it to v1 or v2, or give --target.';
export const STANDARD_OUTPUT_AND_JSON = '-o - and --json both need the standard output';
export const SEVERAL_OUTPUTS = '--output must be a folder when several models are given';
export const SCALING_DEPRECATED =
  'Warning: --scale and --shift are deprecated: a Rescaling layer at the start of the Keras ' +
  'model says the same.\n';
export const SCALING_INCOMPLETE = 'Warning: --scale and --shift only count together: ignored.\n';

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

export function usageError(action: string, reason: string): string {
  const command = action ? `cnn2snn ${action}` : 'cnn2snn';
  return `${command}: error: ${reason}\nTry \`${command} --help\`.\n`;
}

export function cannotRead(path: string, why: string): string {
  return `Cannot read ${path}: ${why}.`;
}

export function cannotWrite(path: string, why: string): string {
  return `Cannot write ${path}: ${why}.`;
}

export function invalidEnvironment(value: string): string {
  return `CNN2SNN_TARGET_AKIDA_VERSION=${value} must be one of ['v1', 'v2'].`;
}

export function sameOutput(path: string): string {
  return `two of the models would be written to ${path}`;
}

export function outputIsInput(path: string): string {
  return `the output ${path} is one of the models`;
}

export function namedLikeAnother(path: string): string {
  return `the output ${path} is named like another kind of model: an Akida model is a .fbz file`;
}

export function otherKindThere(path: string): Problem {
  return problemOf(
    'E_FILE',
    cannotWrite(path, 'the file there is not an Akida model'),
    'Choose another name with --output, or move that file away.',
    'verification',
    'OSError',
  );
}

export function warnings(list: readonly Problem[]): string {
  return list.map((problem) => `Warning: ${describe(problem)}\n`).join('');
}

/** All problems of a model, one after the other. */
export function problems(headline: string, list: readonly Problem[]): string {
  // Lists under a reason, one entry a line: long, and often the same.
  const lists = new Set<string>();
  const lines = list.map((problem) => {
    const at = problem.reason.indexOf('\n');
    const entries = at < 0 ? '' : problem.reason.slice(at);
    const reason = lists.has(entries)
      ? `${problem.reason.slice(0, at)} see above.`
      : problem.reason;
    if (entries) lists.add(entries);
    const what = describe({ ...problem, reason, remedy: '' });
    const remedy = problem.remedy ? `    ${problem.remedy}\n` : '';
    return `  ${problem.step}: ${what} [${problem.id}]\n${remedy}`;
  });
  return `${headline}\n${lines.join('')}`;
}

export function notConverted(path: string, number: number): string {
  return `Error: ${path} was not converted: ${count(number, 'problem')}.`;
}

export function notCompatible(path: string, version: AkidaVersionName, number: number): string {
  return `${path} is not compatible with Akida ${version}: ${count(number, 'problem')}.`;
}

export function notChecked(path: string, number: number): string {
  return `Error: ${path} was not checked: ${count(number, 'problem')}.`;
}

export function notShown(path: string, number: number): string {
  return `Error: ${path} cannot be shown: ${count(number, 'problem')}.`;
}

/** Of a converted model, after its summary. */
export function converted(report: ConvertReport, path: string): string {
  const { ip_version, version } = report.model ?? { ip_version: 'none', version: '' };
  return (
    `Akida ${ip_version} model, for Akida runtime ${version} and later: ` +
    `${String(report.fbz_bytes)} bytes, from ${String(report.h5_bytes)} bytes.\n` +
    `Model successfully converted and saved as ${path}.\n`
  );
}

export function compatible(path: string, report: CheckReport): string {
  if (report.file === 'fbz') return `${path} is an Akida model.\n`;
  const partially = report.host_layers.length > 0 ? 'partially ' : '';
  const line = `${path} is ${partially}compatible with Akida ${report.target} (${report.kind ?? 'float'} model).\n`;
  if (!partially) return line;
  const { akida_share: akida, host_share: host } = report;
  return (
    `${line}  These layers stay on the host: ${report.host_layers.join(', ')}.\n` +
    `  On Akida: ${partOf(akida.macs, host.macs)} of the multiply-accumulates and ` +
    `${partOf(akida.parameters, host.parameters)} of the parameters.\n`
  );
}

/** "98.5 % (2700000 of 2741000)"; a part that is not whole is never rounded up to it. */
function partOf(part: number, rest: number): string {
  const percent = part + rest === 0 ? 100 : (100 * part) / (part + rest);
  const shown = (rest === 0 ? percent : Math.min(percent, 99.9)).toFixed(1);
  return `${shown} % (${String(part)} of ${String(part + rest)})`;
}

/** Of an upgraded model. */
export function upgraded(report: UpgradeReport, path: string): string {
  const { ip_version, version } = report.model ?? { ip_version: 'none', version: '' };
  return (
    `Akida ${ip_version} model, for Akida runtime ${version} and later: ` +
    `${String(report.fbz_bytes)} bytes, from ${String(report.file_bytes)} bytes.\n` +
    `Model successfully upgraded and saved as ${path}.\n`
  );
}

export function notUpgraded(path: string, number: number): string {
  return `Error: ${path} was not upgraded: ${count(number, 'problem')}.`;
}

/** Columns as wide as their widest cell, two blanks apart. */
function table(rows: readonly (readonly string[])[]): string {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => bytes(row[i] ?? ''))));
  return rows
    .map((row) => {
      const cells = row.map(
        (cell, i) => ` ${cell}${' '.repeat((widths[i] ?? 0) - bytes(cell) + 1)}`,
      );
      return ` ${cells.join('')}`.replace(/ +$/, '') + '\n';
    })
    .join('');
}

function kerasTable(model: KerasModel): string {
  const shape = (sizes: number[] | null) =>
    sizes?.length ? `[${sizes.map((size) => (size < 0 ? 'None' : String(size))).join(', ')}]` : '?';
  return table([
    ['layer', 'class', 'output shape', 'inbounds'],
    ...model.layers.map((layer) => [
      layer.name,
      layer.class_name,
      shape(layer.output_shape),
      layer.inbounds.join(', '),
    ]),
  ]);
}

function describeLimit({ layer, layer_type, rule, value, documented }: DeviceLimit): string {
  const where = layer ? `${layer} (${layer_type}): ` : '';
  return `${where}${rule} ${value}; documented: ${documented}.`;
}

/** The documented limits of a device that a model breaks, one after the other; empty: none. */
export function deviceLimits(path: string, { name, limits }: DeviceVerdict): string {
  if (limits.length === 0) return '';
  const number = count(limits.length, 'documented limit');
  const lines = limits.map(
    (limit) => `  ${describeLimit(limit)}\n    ${limit.remedy} [${limit.page}]\n`,
  );
  return (
    `${path} cannot run as a whole on ${name}: ${number} ` +
    `${limits.length === 1 ? 'is' : 'are'} broken.\n${lines.join('')}`
  );
}

export function deviceWarnings({ name, warnings }: DeviceVerdict): string {
  return warnings
    .map(
      (limit) =>
        `Warning: ${describeLimit(limit)} The Akida runtime maps it on ${name} all the same. ` +
        `[${limit.page}]\n`,
    )
    .join('');
}

/** A table of them. */
export function devices(all: readonly Device[]): string {
  return table([
    ['device', 'Akida', 'processors', 'TNP_B', 'skip DMAs', 'documented limits'],
    ...all.map(({ name, ip_version, processors, can_be, skip_dmas, page }) => [
      name,
      ip_version,
      String(processors),
      String(can_be.TNP_B),
      String(skip_dmas),
      page,
    ]),
  ]);
}

export function inspected(path: string, report: InfoReport, summary: string): string {
  const size = `${String(report.file_bytes)} bytes`;
  const { model, keras } = report;
  if (report.file === 'fbz') {
    const { ip_version, version, layers } = model ?? {
      ip_version: 'none',
      version: '',
      layers: [],
    };
    const age = version
      ? `for Akida runtime ${version} and later`
      : "of Akida 2.2 or earlier (`cnn2snn upgrade` writes it in today's layout)";
    return `${summary}${path}: Akida ${ip_version} model, ${age}, ${count(layers.length, 'layer')}, ${size}.\n`;
  }
  if (!keras) return '';
  const format = report.file === 'onnx' ? 'ONNX' : 'Keras';
  return `${kerasTable(keras)}${path}: ${format} model "${keras.name}" (${keras.kind}), ${count(keras.layers.length, 'layer')}, ${size}.\n`;
}

export function pattern({
  akida_layer,
  input,
  layers,
}: {
  akida_layer: string;
  input: boolean;
  layers: readonly string[];
}): string {
  return `${akida_layer}${input ? ' (first block)' : ''}: ${layers.join(', ')}\n`;
}

export function defect(what: string): string {
  return `Error: a defect of this program, please report it: ${what}\n`;
}

/** "[##########          ]  50% conversion", for a terminal. */
export function progress(fraction: number, step: string): string {
  const clamped = Math.max(0, Math.min(1, fraction));
  const filled = Math.round(clamped * 20);
  const percent = String(Math.round(clamped * 100)).padStart(3);
  return `[${'#'.repeat(filled).padEnd(20)}] ${percent}% ${step}`;
}
