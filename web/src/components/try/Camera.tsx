// SPDX-License-Identifier: Apache-2.0

import { sampleOfPixels, type Shape3 } from 'cnn2snn/pictures';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Samples } from '../../samples/samples';
import { oneSample } from './Drawing';

export const HAS_CAMERA = 'mediaDevices' in navigator;

/** The middle of the frame, in the proportions of the sample. */
function frameOf(video: HTMLVideoElement, [height, width]: Shape3): ImageData | null {
  const scale = Math.min(video.videoWidth / width, video.videoHeight / height);
  const [cutWidth, cutHeight] = [width * scale, height * scale];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context || scale === 0) return null;
  context.drawImage(
    video,
    (video.videoWidth - cutWidth) / 2,
    (video.videoHeight - cutHeight) / 2,
    cutWidth,
    cutHeight,
    0,
    0,
    width,
    height,
  );
  return context.getImageData(0, 0, width, height);
}

interface Props {
  shape: Shape3;
  /** The model has answered to the last frame. */
  ready: boolean;
  onSample: (samples: Samples) => void;
}

/** Frames of the camera, one after the other as fast as the model answers. Nothing is kept. */
export function Camera({ shape, ready, onSample }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [failure, setFailure] = useState('');
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let over = false;
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(
      (given) => {
        stream = given;
        if (over) stop();
        else if (video.current) video.current.srcObject = given;
      },
      (error: unknown) => {
        setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      over = true;
      stop();
    };
  }, []);
  useEffect(() => {
    if (!ready || !playing) return;
    const next = requestAnimationFrame(() => {
      const pixels = video.current && frameOf(video.current, shape);
      if (pixels) onSample(oneSample(sampleOfPixels(pixels, shape), shape, 'the camera'));
    });
    return () => {
      cancelAnimationFrame(next);
    };
  }, [ready, playing]);
  if (failure) return <p class="bad">The camera cannot be used: {failure}</p>;
  return (
    <video
      ref={video}
      class="camera"
      data-testid="camera"
      autoplay
      muted
      playsInline
      aria-label="What the camera sees"
      onPlaying={() => {
        setPlaying(true);
      }}
    />
  );
}
