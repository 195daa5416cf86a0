// SPDX-License-Identifier: Apache-2.0

import { OnDemand } from './OnDemand';
import type { QuantizeProps } from './quantize/QuantizePanel';
import { Workshop } from './Workshop';

const CLOSED = {
  heading: 'Quantize it here',
  words:
    'With some typical pictures or arrays, this tab makes the quantized model and its Akida file, ' +
    'as QuantizeML would.',
  action: 'Quantize here',
  primary: true,
  testId: 'open-quantize',
};

/** Quantizes a float model; code and WebAssembly come when it is opened, or samples are given. */
export function QuantizeSection(props: QuantizeProps) {
  return (
    <Workshop
      name="Quantize"
      testId="quantize-section"
      given={props.samples.length > 0}
      closed={CLOSED}
    >
      <OnDemand load={() => import('./quantize/QuantizePanel')} props={props} />
    </Workshop>
  );
}
