// SPDX-License-Identifier: Apache-2.0

import { useState } from 'preact/hooks';
import { stem } from '../format';
import { download } from '../jobs';
import type { DeviceVerdict, Report } from '../report';
import { reportText } from '../report-text';

function save(text: string, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  download(url, name);
  // The download has its own hold on the data once the click is through.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}

/** The clipboard is there in secure contexts only; a plain-http host in a lab has no other way. */
async function copy(text: string): Promise<boolean> {
  if ('clipboard' in navigator) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }
  return false;
}

interface Props {
  fileName: string;
  report: Report;
  /** On the device chosen; null: none. */
  device: DeviceVerdict | null;
}

/** The report to take along: as text on the clipboard, or as a text or JSON file. */
export function ReportActions({ fileName, report, device }: Props) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const base = stem(fileName);
  return (
    <div class="report-actions" role="group" aria-label="Report">
      <button
        type="button"
        class="button small"
        data-testid="copy-report"
        onClick={() => {
          void copy(reportText(fileName, report, device)).then((done) => {
            setCopied(done ? 'yes' : 'failed');
          });
        }}
      >
        Copy report
      </button>
      <button
        type="button"
        class="button small"
        data-testid="save-text"
        onClick={() => {
          save(reportText(fileName, report, device), 'text/plain', `${base}.report.txt`);
        }}
      >
        Save as text
      </button>
      <button
        type="button"
        class="button small"
        data-testid="save-json"
        onClick={() => {
          // The member that the report of a check has.
          const whole = device ? { ...report, device } : report;
          save(`${JSON.stringify(whole, null, 2)}\n`, 'application/json', `${base}.report.json`);
        }}
      >
        Save as JSON
      </button>
      <span role="status" class="copied">
        {copied === 'yes' && 'Report copied'}
        {copied === 'failed' && 'Copying is not allowed here; save the report instead'}
      </span>
    </div>
  );
}
