// SPDX-License-Identifier: Apache-2.0

import { plural } from '../format';
import type { DeviceLimit, DeviceVerdict } from '../report';
import { Note } from './Note';

/** "Padding valid; documented: same" */
export function limitWords({ what, documented }: DeviceLimit): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}; documented: ${documented}`;
}

/** `…/user_guide/hardware/2.0.html` → `hardware/2.0.html`: which page it is, in little room. */
function shortPage(page: string): string {
  return page.split('/').slice(-2).join('/');
}

interface LimitsProps {
  limits: readonly DeviceLimit[];
  onOpen: (name: string) => void;
}

function Limits({ limits, onOpen }: LimitsProps) {
  return (
    <ol class="problems">
      {limits.map((limit, at) => (
        <li key={at} class="problem">
          <p class="problem-reason">{limitWords(limit)}</p>
          <p class="problem-remedy">
            <strong>What to do:</strong> {limit.remedy}
          </p>
          <p class="problem-facts">
            <span>
              {limit.layer ? (
                <>
                  <button
                    type="button"
                    class="link mono"
                    onClick={() => {
                      onOpen(limit.layer);
                    }}
                  >
                    {limit.layer}
                  </button>{' '}
                  <span class="quiet">{limit.layer_type}</span>
                </>
              ) : (
                'The model as a whole'
              )}
            </span>
            <a href={limit.page} target="_blank" rel="noreferrer">
              {shortPage(limit.page)}
            </a>
          </p>
        </li>
      ))}
    </ol>
  );
}

interface Props {
  verdict: DeviceVerdict;
  /** Problems stop the model before any device is asked. */
  stopped: boolean;
  onOpen: (name: string) => void;
}

/** One of two answers, never a plain yes: a documented limit says no, or the question stays open. */
export function DeviceNote({ verdict, stopped, onOpen }: Props) {
  const { name, limits, warnings } = verdict;
  const no = verdict.verdict === 'no';
  return (
    <div data-testid="device-verdict" data-verdict={verdict.verdict}>
      <Note
        tone={no ? 'bad' : 'quiet'}
        title={
          no
            ? `No: it cannot run wholly on ${name}`
            : `Open: no documented limit of ${name} is broken`
        }
      >
        {no && stopped && <p>The problems below stop it before any device is asked.</p>}
        {!no && (
          <p>
            Whether it fits the processors and the memory of {name} is decided by the Akida runtime
            when it maps the model: how much a model needs is not documented.
          </p>
        )}
        {limits.length > 0 && <p>{plural(limits.length, 'documented limit')} broken:</p>}
        <Limits limits={limits} onOpen={onOpen} />
        {warnings.length > 0 && (
          <>
            <p>Outside what is documented, but version 2.19.3 of the Akida runtime maps it:</p>
            <Limits limits={warnings} onOpen={onOpen} />
          </>
        )}
      </Note>
    </div>
  );
}
