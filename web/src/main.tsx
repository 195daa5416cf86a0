// SPDX-License-Identifier: Apache-2.0

import './styles/page.css';
import { render } from 'preact';
import { App } from './components/App';
import { Engine } from './engine';
import { Jobs } from './jobs';
import { workOffline } from './offline';

const query = new URLSearchParams(location.search);
const engine = new Engine();
const jobs = new Jobs(
  engine,
  query.get('version') === 'v1' ? 'v1' : 'v2',
  query.get('download') === 'auto',
);
const root = document.getElementById('page');
if (root) render(<App jobs={jobs} />, root);
engine.warmUp().then(
  (devices) => {
    jobs.setDevices(devices);
    jobs.setDevice(query.get('device') ?? '');
    document.documentElement.dataset.engine = 'ready';
  },
  // Nothing is lost yet: the first conversion tries again and then says what is wrong.
  () => {
    document.documentElement.dataset.engine = 'failed';
  },
);
workOffline();
