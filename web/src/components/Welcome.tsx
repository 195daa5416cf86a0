// SPDX-License-Identifier: Apache-2.0

import type { Jobs } from '../jobs';
import { Examples } from './Examples';
import { FILE_INPUT_ID } from './TopBar';
import { Raster } from './Raster';

/** The page before the first file. */
export function Welcome({ jobs }: { jobs: Jobs }) {
  return (
    <main class="welcome">
      <section class="hero">
        <h1>Keras in. Akida out. Nothing leaves this tab.</h1>
        <p class="lede">
          Drop a quantized Keras model and get the Akida file that the official converter would
          make, layer for layer; a float model is quantized here first. No Python, no TensorFlow, no
          upload.
        </p>
        <label class="drop-zone" for={FILE_INPUT_ID}>
          <span class="drop-zone-picture">
            <Raster />
          </span>
          <span class="drop-zone-words">
            <strong class="button primary">Choose model files</strong>
            <span>
              or drop <code>.h5</code>, <code>.keras</code>, <code>.onnx</code> and{' '}
              <code>.fbz</code> files anywhere on the page, or paste them
            </span>
          </span>
        </label>
      </section>
      <Examples jobs={jobs} />
      <dl class="facts">
        <div>
          <dt>Quantized models are converted</dt>
          <dd>
            <code>.h5</code> files from QuantizeML, for Akida 1.0 or 2.0, its <code>.onnx</code>{' '}
            files, for 2.0, and models from the older CNN2SNN quantization, which always target 1.0.
          </dd>
        </div>
        <div>
          <dt>Float models are checked and quantized</dt>
          <dd>
            Not quantized yet? You learn whether the model can run on Akida, and if not, which
            layers stop it and what to change. With a few pictures it is quantized right here.
          </dd>
        </div>
        <div>
          <dt>Akida files are opened and run</dt>
          <dd>
            Look inside any <code>.fbz</code>: its layers, shapes, bit widths, and the spread of
            every variable. Then drop pictures or arrays on it and see what it says.
          </dd>
        </div>
        <div>
          <dt>It all runs here</dt>
          <dd>
            The converter is already in this page. Once loaded, the page sends nothing, and after
            the first visit it works offline.
          </dd>
        </div>
      </dl>
    </main>
  );
}
