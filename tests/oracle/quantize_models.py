# SPDX-License-Identifier: Apache-2.0
"""quantize_models.py CLI DIRECTORY OUT [TEXT]: float models of DIRECTORY (whose name holds TEXT), quantized by this program, through the
official converter.

DIRECTORY is one like tests/fixtures/quantize: NAME.json says with which options NAME.h5 is quantized, with the samples of NAME.npz or else with
the ranges in the .json. OUT gets our quantized NAME.h5, our Akida file NAME.ours, and the official .fbz or .error with a .json, as
build_models.py would leave them."""
import json
import pathlib
import subprocess
import sys


def cases(directory):
    """(name, what is known of it) of every float model with options."""
    for path in sorted(directory.glob('*.json')):
        table = json.loads(path.read_text())
        if 'qparams' in table:
            yield path.stem, table


def arguments(directory, name, table, out):
    """Of `cnn2snn quantize`."""
    args = ['-m', directory / table.get('model', f'{name}.h5'), '--target', table['target'], '--flatten-shift', 'drop',
            '-s', out / f'{name}.h5', '--fbz', out / f'{name}.ours', '--batch_size', table['call'].get('batch_size', 1)]
    for option, value in {**table['qparams'], **{k: table['call'][k] for k in ('epochs', 'quantize_until') if k in table['call']}}.items():
        args += [f'--{option}'] if value is True else [f'--{option}', value]
    if 'input_shape' in table['call']:
        args += ['--input_shape', ','.join(map(str, table['call']['input_shape']))]
    if 'q_config' in table['call']:
        config = out / f'{name}.q_config'
        config.write_text(json.dumps(table['call']['q_config']))
        args += ['--quantization_config', config]
    samples = directory / table.get('samples_file', f'{name}.npz')
    if samples.exists():
        return args + ['--samples', samples]
    ranges = out / f'{name}.ranges'
    ranges.write_text(json.dumps({'observed': table['observed']}))
    return args + ['--use-ranges', ranges]


def main():
    from build_models import convert, record_patterns
    from cnn2snn import AkidaVersion, set_akida_version
    cli, directory, out = map(pathlib.Path, sys.argv[1:4])
    only = sys.argv[4] if len(sys.argv) > 4 else ''
    out.mkdir(parents=True, exist_ok=True)
    record_patterns()
    for name, table in cases(directory):
        if only not in name:
            continue
        for suffix in ('.h5', '.fbz', '.error', '.ours', '.json'):
            (out / f'{name}{suffix}').unlink(missing_ok=True)
        subprocess.run([str(x) for x in [cli, 'quantize', *arguments(directory, name, table, out)]], check=False, capture_output=True)
        h5 = out / f'{name}.h5'
        if not h5.exists():
            continue                                       # refused: there is nothing to read
        with set_akida_version(AkidaVersion.v1 if table['target'] == 'v1' else AkidaVersion.v2):
            answer = convert(h5, {})
        record = dict(name=name, target=table['target'], kind='quantizeml', **answer)
        h5.with_suffix('.json').write_text(json.dumps(record, indent=1))


if __name__ == '__main__':
    main()
