// SPDX-License-Identifier: Apache-2.0

import type { ComponentChildren } from 'preact';

export type Tone = 'good' | 'bad' | 'doubt' | 'quiet';

interface HeadProps {
  name: string;
  tone: Tone;
  verdict: string;
  children?: ComponentChildren;
}

/** Name of the file, what became of it, and what can be done with it. */
export function Head({ name, tone, verdict, children }: HeadProps) {
  return (
    <header class="result-head">
      <div>
        <h1>{name}</h1>
        <p class={`verdict ${tone}`}>{verdict}</p>
      </div>
      <div class="result-actions">{children}</div>
    </header>
  );
}

/** A paragraph that stands out from the result around it. */
export function Note({
  tone,
  title,
  children,
}: {
  tone: Tone;
  title: string;
  children?: ComponentChildren;
}) {
  return (
    <section class={`note ${tone}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
