// SPDX-License-Identifier: Apache-2.0
/** The help pages, word for word those of the native program. */

const ENVIRONMENT = `environment:
  CNN2SNN_TARGET_AKIDA_VERSION   v1 or v2: the target when --target is not given
`;

const TARGET = `  --target v1|v2           Akida generation (v2, or what the environment says; models of the
                           legacy quantization API always become v1)
`;

const JSON_AND_HELP = `  --json                   print the JSON report to the standard output, nothing else
  -h, --help               show this help
`;

const PROGRAM = `usage: cnn2snn [-h] [--version] {convert,check,info,upgrade,patterns,devices} ...

Converts quantized Keras (.h5) and ONNX models to Akida models (.fbz).

actions (\`cnn2snn ACTION --help\` shows their options):
  convert     convert quantized models
  check       say whether float or quantized models can be converted
  info        show what is inside an .h5, an .onnx or an .fbz file
  upgrade     write an older Akida model in today's file layout
  patterns    list the layer patterns a target supports
  devices     list the devices that \`check --device\` knows
  quantize, reshape, calibrate
              deprecated: they name the QuantizeML command that replaces them

options:
  -h, --help  show this help
  --version   show the version

exit status (with several models, that of the first that failed):
  0  success; check: all models are compatible
  1  another failure; deprecated actions
  2  wrong usage
  3  a file cannot be read or written
  4  not a readable model
  5  the model is refused; check: not compatible, or not with the device
  6  the file made did not pass its verification, or a defect of this program

${ENVIRONMENT}`;

const CONVERT = `usage: cnn2snn convert -m MODEL [-m MODEL ...] [-o OUTPUT] [--target v1|v2]
                       [--runtime-version X.Y.Z] [--json] [-sc N] [-sh N]

Converts quantized Keras and ONNX models. Every problem of a model is reported; a model
that fails leaves no file behind and does not stop the others.

options:
  -m, --model MODEL        the quantized model (.h5 or .onnx); may be given several times
  -o, --output OUTPUT      the file to write, or a folder; - is the standard output
                           (MODEL with the extension .fbz, beside it)
${TARGET}  --runtime-version X.Y.Z  Akida runtime version to stamp into the file (the oldest that
                           runs the model)
  -sc, --scale N           deprecated: scale of the inputs of a legacy model
  -sh, --shift N           deprecated: shift of the inputs of a legacy model
${JSON_AND_HELP}
${ENVIRONMENT}`;

const CHECK = `usage: cnn2snn check -m MODEL [-m MODEL ...] [--target v1|v2] [--device NAME]
                     [--input-dtype uint8|int8|int16] [--require-full] [--json]

Says whether models can be converted, and if not, which layers stop them and why.

options:
  -m, --model MODEL        the model (.h5 or .onnx), float or quantized, or an Akida model
                           (.fbz); may be given several times
${TARGET}  --device NAME            a device the model is to run on as a whole, as \`cnn2snn devices\`
                           lists them: its documented limits are checked too (any)
  --input-dtype uint8|int8|int16
                           type a float model's inputs would be quantized to (uint8)
  --require-full           fail for a model of which a part stays on the host
${JSON_AND_HELP}
${ENVIRONMENT}`;

const INFO = `usage: cnn2snn info FILE [--json]

Shows what is inside a Keras model (.h5), an ONNX model (.onnx) or an Akida model (.fbz);
the content decides which it is.

options:
  FILE                     the model (.h5, .onnx or .fbz)
${JSON_AND_HELP}`;

const UPGRADE = `usage: cnn2snn upgrade FILE [-o NEW] [--runtime-version X.Y.Z] [--json]

Writes an Akida model of any age (files of Akida 2.2 and earlier have another layout) in
today's layout, for the oldest runtime that runs it.

options:
  FILE                     the Akida model (.fbz)
  -o, --output NEW         the file to write, or a folder; - is the standard output (FILE,
                           which is replaced)
  --runtime-version X.Y.Z  Akida runtime version to stamp into the file (the oldest that
                           runs the model)
${JSON_AND_HELP}`;

const PATTERNS = `usage: cnn2snn patterns [--target v1|v2] [--json]

Lists the sequences of quantized layers that become one Akida layer.

options:
  --target v1|v2           Akida generation (v2, or what the environment says)
${JSON_AND_HELP}
${ENVIRONMENT}`;

const DEVICES = `usage: cnn2snn devices [--json]

Lists Akida devices with what they say of themselves, and the pages of their documented limits.

options:
${JSON_AND_HELP}`;

function deprecated(action: string): string {
  return `usage: cnn2snn ${action} ...

Deprecated: this action is not provided. Given its options, it names the QuantizeML
command that replaces it, and fails.
`;
}

const PAGES: Readonly<Record<string, string>> = {
  '': PROGRAM,
  convert: CONVERT,
  check: CHECK,
  info: INFO,
  upgrade: UPGRADE,
  patterns: PATTERNS,
  devices: DEVICES,
};

/** The help page of an action; '' is the program as a whole. */
export function help(action: string): string {
  return PAGES[action] ?? deprecated(action);
}
