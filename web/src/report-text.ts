// SPDX-License-Identifier: Apache-2.0

import {
  akidaGeneration,
  formatBytes,
  formatCount,
  formatShape,
  plainClassName,
  plural,
} from './format';
import type { AkidaModel, DeviceLimit, DeviceVerdict, Problem, Report } from './report';

function problemLines(problem: Problem, index: number): string[] {
  const names = problem.layers.map(({ name }) => name).join(', ');
  const classes = problem.layers.map(({ class_name }) => plainClassName(class_name)).join(', ');
  const where = names ? `${names} (${classes})` : 'the file as a whole';
  const lines = [
    `${index + 1}. ${problem.id}`,
    `   Step:        ${problem.step}`,
    `   Where:       ${where}`,
    `   Why:         ${problem.reason.replaceAll('\n', '\n                ')}`,
  ];
  if (problem.remedy) lines.push(`   What to do:  ${problem.remedy}`);
  if (problem.error_class) lines.push(`   Raised as:   ${problem.error_class}`);
  return lines;
}

function section(title: string, problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  return ['', `${title} (${problems.length})`, ...problems.flatMap(problemLines)];
}

function limitLines(limit: DeviceLimit, index: number): string[] {
  const where = limit.layer ? `${limit.layer} (${limit.layer_type})` : 'the model as a whole';
  return [
    `${index + 1}. ${limit.what}; documented: ${limit.documented}`,
    `   Where:       ${where}`,
    `   What to do:  ${limit.remedy}`,
    `   Documented:  ${limit.page}`,
  ];
}

function deviceLines({ name, verdict, limits, warnings }: DeviceVerdict): string[] {
  const list = (title: string, of: readonly DeviceLimit[]): string[] =>
    of.length === 0 ? [] : ['', `${title} (${of.length})`, ...of.flatMap(limitLines)];
  return [
    '',
    `On ${name}: ${
      verdict === 'no'
        ? 'no'
        : 'open. No documented limit is broken; whether it fits is decided by the Akida runtime'
    }`,
    ...list(`Documented limits of ${name} that are broken`, limits),
    ...list('Outside what is documented, but mapped by the Akida runtime', warnings),
  ];
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function modelLines(model: AkidaModel): string[] {
  const rows = model.layers.map((layer) => [
    layer.name,
    layer.type,
    formatShape(layer.output_shape),
    formatShape(layer.kernel_shape),
    formatCount(layer.parameter_count),
    formatCount(layer.bytes),
  ]);
  const { totals } = model;
  return [
    '',
    `Akida model (IP ${model.ip_version}, file version ${model.version})`,
    ...table([['Layer', 'Type', 'Output', 'Kernel', 'Parameters', 'Bytes'], ...rows]),
    '',
    `Total: ${plural(totals.layers, 'layer')}, ${plural(totals.parameters, 'parameter')}, ` +
      `${formatCount(totals.macs)} MACs, ${formatBytes(totals.bytes)} of variables`,
  ];
}

function headLines(report: Report): string[] {
  const problems = plural(report.problems.length, 'problem');
  switch (report.action) {
    case 'convert':
      return [
        `Target:  ${report.target ? akidaGeneration(report.target) : '–'}`,
        `Result:  ${report.ok ? `converted, ${formatCount(report.source_bytes)} → ${formatCount(report.fbz_bytes)} bytes` : `refused, ${problems}`}`,
      ];
    case 'check':
      return [
        `Target:  ${akidaGeneration(report.target)}`,
        `Result:  ${report.compatible ? (report.partial ? 'compatible in part' : 'compatible') : `not compatible, ${problems}`}`,
      ];
    case 'info':
      return [`Result:  ${report.ok ? `read, ${formatCount(report.file_bytes)} bytes` : problems}`];
  }
}

/** The report as text for an issue or a mail: what happened and why, no weights. */
export function reportText(fileName: string, report: Report, device: DeviceVerdict | null): string {
  const lines = [
    `File:    ${fileName}`,
    ...headLines(report),
    `Tool:    cnn2snn ${report.version}`,
  ];
  lines.push(...section('Problems', report.problems), ...section('Warnings', report.warnings));
  if (device) lines.push(...deviceLines(device));
  if (report.action === 'check') {
    if (report.host_layers.length > 0) {
      lines.push('', `Left to the host: ${report.host_layers.join(', ')}`);
    }
    if (report.undecided.length > 0) {
      lines.push('', 'Not decided by structure alone:');
      lines.push(...report.undecided.map((sentence) => `- ${sentence}`));
    }
  } else if (report.model) {
    lines.push(...modelLines(report.model));
  }
  return `${lines.join('\n')}\n`;
}
