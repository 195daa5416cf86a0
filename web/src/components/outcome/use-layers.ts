// SPDX-License-Identifier: Apache-2.0

import type { RefObject } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Outcome } from '../../engine';
import type { Marks } from '../../graph/network';
import type { AkidaModel, DeviceVerdict, Report } from '../../report';
import type { Selection } from '../ModelView';

function marksOf(report: Report, device: DeviceVerdict | null): Marks {
  return {
    problems: report.problems,
    warnings: report.warnings,
    limits: device?.limits ?? [],
    hostLayers: report.action === 'check' ? report.host_layers : [],
  };
}

export interface Layers {
  /** Where the picture is. */
  frame: RefObject<HTMLDivElement | null>;
  marks: Marks;
  /** Names of the Keras layers. */
  known: ReadonlySet<string>;
  selection: Selection;
  select: (selection: Selection) => void;
  /** Shows the picture with a Keras layer chosen. */
  openKeras: (name: string) => void;
  /** The same for an Akida layer, or the Keras layer it would be made of. */
  openAkida: (name: string) => void;
}

/** The layer that picture, table and problems speak of. */
export function useLayers({ report, device }: Outcome, akida: AkidaModel | null): Layers {
  const frame = useRef<HTMLDivElement>(null);
  const [selection, select] = useState<Selection>({ side: akida ? 'akida' : 'keras', name: null });
  const marks = useMemo(() => marksOf(report, device), [report, device]);
  const known = useMemo(() => new Set(report.source?.layers.map((layer) => layer.name)), [report]);
  const open = (next: Selection): void => {
    select(next);
    frame.current?.scrollIntoView({ block: 'nearest' });
  };
  const openKeras = (name: string): void => {
    open({ side: 'keras', name });
  };
  const openAkida = (name: string): void => {
    const keras = report.source?.layers.find((layer) => layer.akida_layer === name);
    if (akida) open({ side: 'akida', name });
    else if (keras) openKeras(keras.name);
  };
  return { frame, marks, known, selection, select, openKeras, openAkida };
}
