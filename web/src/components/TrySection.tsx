// SPDX-License-Identifier: Apache-2.0

import { OnDemand } from './OnDemand';
import type { TryProps } from './try/TryPanel';
import { Workshop } from './Workshop';

const CLOSED = {
  heading: 'Try it',
  words: 'Give it pictures or arrays, and see its classes and what every layer makes of them.',
  action: 'Run this model here',
  primary: false,
  testId: 'open-try',
};

/** Runs a model on samples; its code and WebAssembly come when it is opened, or samples are given. */
export function TrySection(props: TryProps) {
  return (
    <Workshop name="Try it" testId="try" given={props.files.length > 0} closed={CLOSED}>
      <OnDemand load={() => import('./try/TryPanel')} props={props} />
    </Workshop>
  );
}
