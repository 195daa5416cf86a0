// SPDX-License-Identifier: Apache-2.0
/** Understands the arguments, as the native program (and the official one) does. */

/** One option of an action. */
interface Option {
  /** The long name; messages use it. */
  name: string;
  alias?: string;
  short?: string;
  kind: 'text' | 'integer' | 'number' | 'flag';
  choices?: readonly string[];
  required?: boolean;
}

interface Action {
  options: readonly Option[];
  /** Name of the one positional argument, if there is one. */
  positional?: string;
  methods?: Readonly<Record<string, readonly Option[]>>;
}

const MODEL: Option = { name: '--model', short: '-m', kind: 'text', required: true };
const TARGET: Option = { name: '--target', kind: 'text', choices: ['v1', 'v2'] };
const DEVICE: Option = {
  name: '--device',
  kind: 'text',
  choices: [
    'AKD1000',
    'AKD1500',
    'TwoNodesIPv1',
    'TwoNodesIPv2',
    'FourNodesIPv2',
    'SixNodesIPv2',
    'TwelveNodesIPv2',
    'PicoIP',
  ],
};
const JSON_REPORT: Option = { name: '--json', kind: 'flag' };
const SAMPLES: readonly Option[] = [
  MODEL,
  { name: '--samples', kind: 'text', required: true },
  { name: '--batch_size', kind: 'integer' },
];

const ACTIONS: Readonly<Record<string, Action>> = {
  convert: {
    options: [
      MODEL,
      TARGET,
      { name: '--output', short: '-o', kind: 'text' },
      { name: '--runtime-version', kind: 'text' },
      { name: '--scale', kind: 'integer' },
      { name: '--shift', kind: 'integer' },
      JSON_REPORT,
    ],
  },
  check: {
    options: [
      MODEL,
      TARGET,
      DEVICE,
      {
        name: '--input-dtype',
        alias: '--input_dtype',
        kind: 'text',
        choices: ['uint8', 'int8', 'int16'],
      },
      { name: '--require-full', kind: 'flag' },
      JSON_REPORT,
    ],
  },
  info: { options: [JSON_REPORT], positional: 'FILE' },
  upgrade: {
    options: [
      { name: '--output', short: '-o', kind: 'text' },
      { name: '--runtime-version', kind: 'text' },
      JSON_REPORT,
    ],
    positional: 'FILE',
  },
  patterns: { options: [TARGET, JSON_REPORT] },
  devices: { options: [JSON_REPORT] },
  quantize: {
    options: [
      MODEL,
      { name: '--weight_quantization', kind: 'integer' },
      { name: '--activ_quantization', kind: 'integer' },
      { name: '--input_weight_quantization', kind: 'integer' },
      { name: '--no-fold-BN', kind: 'flag' },
    ],
  },
  reshape: {
    options: [
      MODEL,
      { name: '--input_height', kind: 'integer', required: true },
      { name: '--input_width', kind: 'integer', required: true },
    ],
  },
  calibrate: {
    options: [],
    methods: {
      bc: SAMPLES,
      adaround: [
        ...SAMPLES,
        { name: '--epochs', short: '-e', kind: 'integer' },
        { name: '--learning_rate', kind: 'number' },
        { name: '--include_activation', kind: 'flag' },
      ],
    },
  },
};

/** The official options with one dash and several letters. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '-sc': '--scale',
  '-sh': '--shift',
  '-wq': '--weight_quantization',
  '-aq': '--activ_quantization',
  '-iq': '--input_weight_quantization',
  '-ih': '--input_height',
  '-iw': '--input_width',
  '-sa': '--samples',
  '-bs': '--batch_size',
  '-lr': '--learning_rate',
  '-act': '--include_activation',
};

/** What the arguments ask for. */
export type Command =
  | { kind: 'help'; action: string }
  | { kind: 'version' }
  | { kind: 'usage'; action: string; reason: string }
  | { kind: 'action'; action: string; method: string; values: Values };

/** The values of the options, by the first long name without its dashes. */
export class Values {
  readonly #all = new Map<string, string[]>();
  positional = '';

  add(name: string, value: string): void {
    const values = this.#all.get(name);
    if (values) values.push(value);
    else this.#all.set(name, [value]);
  }
  all(name: string): string[] {
    return this.#all.get(name) ?? [];
  }
  /** The last one given; an empty one is as good as none. */
  text(name: string): string {
    return this.all(name).at(-1) ?? '';
  }
  integer(name: string): number | undefined {
    const text = this.text(name);
    return text === '' ? undefined : integer(text);
  }
  flag(name: string): boolean {
    const value = this.all(name).at(-1);
    return value !== undefined && truth(value) === true;
  }
}

class UsageError extends Error {}

function keyOf(option: Option): string {
  return option.name.slice(2);
}

function integer(text: string): number | undefined {
  const match = /^([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)$/i.exec(text);
  if (!match) return undefined;
  const digits = match[2] ?? '';
  const octal = /^0[0-7]+$/.test(digits);
  const size = octal ? Number.parseInt(digits, 8) : Number(digits);
  const value = match[1] === '-' ? -size : size;
  return Math.abs(value) <= 2 ** 31 - 1 || value === -(2 ** 31) ? value : undefined;
}

function truth(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  if (['true', 'on', 'yes', 'enable', '1', 't', 'y', '+'].includes(lower)) return true;
  if (['false', 'off', 'no', 'disable', '0', 'f', 'n', '-'].includes(lower)) return false;
  return undefined;
}

/** Walks the arguments once. */
class Scan {
  action = '';
  method = '';
  help = false;
  version = false;
  readonly values = new Values();
  readonly extras: string[] = [];
  #definition: Action | undefined;
  #options: readonly Option[] = [];
  #onlyPositional = false;
  readonly #rest: string[];

  constructor(args: readonly string[]) {
    this.#rest = [...args];
  }

  run(): this {
    for (let word = this.#rest.shift(); word !== undefined; word = this.#rest.shift()) {
      if (this.#onlyPositional) this.#positional(word);
      else if (word === '--') this.#onlyPositional = true;
      else if (word.startsWith('--') && word.length > 2) this.#long(word);
      else if (word.startsWith('-') && word.length > 1) this.#short(word);
      else this.#positional(word);
    }
    return this;
  }

  /** The options of the action (and method), in the order in which they are checked. */
  get options(): readonly Option[] {
    return this.#options;
  }
  get positionalName(): string | undefined {
    return this.#definition?.positional;
  }

  #long(word: string): void {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (name === '--help') this.help = true;
    else if (name === '--version' && !this.action) this.version = true;
    else {
      const option = this.#options.find((known) => known.name === name || known.alias === name);
      if (option) this.#take(option, equals < 0 ? undefined : word.slice(equals + 1));
      else this.extras.push(word);
    }
  }

  #short(word: string): void {
    const name = word.slice(0, 2);
    const attached = word.slice(2);
    const option = this.#options.find(({ short }) => short === name);
    if (option) this.#take(option, attached === '' ? undefined : attached.replace(/^=/, ''));
    else if (name === '-h') {
      this.help = true;
      if (attached) this.#rest.unshift(`-${attached}`);
    } else this.extras.push(word);
  }

  #take(option: Option, attached: string | undefined): void {
    if (option.kind === 'flag') {
      this.values.add(keyOf(option), attached ?? 'true');
      return;
    }
    const value = attached ?? this.#rest.shift();
    if (value === undefined) {
      const type = { text: 'TEXT', integer: 'INT', number: 'FLOAT' }[option.kind];
      const choices = option.choices ? `:{${option.choices.join(',')}}` : '';
      throw new UsageError(`${option.name}: 1 required ${type}${choices} missing`);
    }
    this.values.add(keyOf(option), value);
  }

  #positional(word: string): void {
    const chosen = this.#onlyPositional || this.action ? undefined : own(ACTIONS, word);
    const methods = this.#definition?.methods;
    if (chosen) {
      this.action = word;
      this.#definition = chosen;
      this.#options = chosen.options;
    } else if (methods && !this.method && own(methods, word)) {
      this.method = word;
      this.#options = methods[word] ?? [];
    } else if (this.#definition?.positional && !this.values.positional) {
      this.values.positional = word;
    } else {
      this.extras.push(word);
    }
  }
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function checkValue(option: Option, values: Values): void {
  const { name } = option;
  for (const value of values.all(keyOf(option))) {
    const bad =
      (option.kind === 'integer' && value !== '' && integer(value) === undefined) ||
      (option.kind === 'number' && value !== '' && Number.isNaN(Number(value))) ||
      (option.kind === 'flag' && truth(value) === undefined);
    if (bad) throw new UsageError(`Could not convert: ${name} = ${value}`);
    if (option.choices && !option.choices.includes(value)) {
      throw new UsageError(`${name}: ${value} not in {${option.choices.join(',')}}`);
    }
  }
}

/** The fewest bytes to add, leave out or change (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of Buffer.from(one).entries()) {
    const next = [i + 1];
    for (const [j, wanted] of Buffer.from(other).entries()) {
      const changed = (row[j] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** What may have been meant by the first unexpected argument; '': nothing known comes near. */
function suggestion(scan: Scan): string {
  const [word = ''] = (scan.extras[0] ?? '').split('=');
  const verbs = Object.keys(scan.action ? (ACTIONS[scan.action]?.methods ?? {}) : ACTIONS);
  const known = word.startsWith('--') ? scan.options.map(({ name }) => name) : verbs;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  let best = '';
  if (word.length > 40) return best;
  for (const candidate of known) {
    const changes = distance(word, candidate);
    if (changes < fewest) [fewest, best] = [changes, candidate];
  }
  return best;
}

function check(scan: Scan): void {
  for (const option of scan.options) checkValue(option, scan.values);
  if (scan.positionalName && scan.values.positional === '') {
    throw new UsageError(`${scan.positionalName} is required`);
  }
  for (const option of scan.options) {
    if (option.required && scan.values.all(keyOf(option)).length === 0) {
      throw new UsageError(`${option.name} is required`);
    }
  }
  if (scan.extras.length > 0) {
    const several = scan.extras.length > 1 ? 'arguments were' : 'argument was';
    const meant = suggestion(scan);
    throw new UsageError(
      `The following ${several} not expected: ${scan.extras.join(' ')}` +
        (meant && `. Did you mean ${meant}?`),
    );
  }
}

function respelled(argument: string): string {
  const [name = '', ...rest] = argument.split('=');
  return [own(SPELLINGS, name) ?? name, ...rest].join('=');
}

/** Understands the arguments after the program's name. */
export function parseCommandLine(args: readonly string[]): Command {
  const scan = new Scan(args.map(respelled));
  try {
    scan.run();
    if (scan.help) return { kind: 'help', action: scan.action };
    if (scan.version) return { kind: 'version' };
    check(scan);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { kind: 'usage', action: scan.action, reason: error.message };
  }
  if (!scan.action) return { kind: 'help', action: '' };
  return { kind: 'action', action: scan.action, method: scan.method, values: scan.values };
}
