// SPDX-License-Identifier: Apache-2.0

const MODEL_FILE = /\.(h5|hdf5|keras|onnx|fbz)$/i;
const SAMPLE_FILE = /\.(png|jpe?g|gif|bmp|webp|avif|npy|npz)$/i;

/** Where dropped files lay: the browser tells it of chosen folders only. */
const PATHS = new WeakMap<File, string>();

/** The file's path below the folder that was dropped or chosen, or its name. */
export function pathOf(file: File): string {
  return PATHS.get(file) ?? (file.webkitRelativePath || file.name);
}

/** Pictures and arrays, as far as their names tell. */
export function isSample(file: File): boolean {
  return SAMPLE_FILE.test(file.name);
}

async function filesOfEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    PATHS.set(file, entry.fullPath);
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A reader hands out its entries in portions and ends with an empty one.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (entries.length === 0) return files;
    for (const child of entries) {
      const found = await filesOfEntry(child);
      files.push(...found.filter((file) => MODEL_FILE.test(file.name) || isSample(file)));
    }
  }
}

/** Files as they are; of a folder, the models and samples in it. */
async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // Entries must be taken before the first await: the transfer is emptied after the event.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry());
  const files = Array.from(transfer.files);
  if (!entries.some((entry) => entry?.isDirectory)) return files;
  const nested = await Promise.all(
    entries.filter((entry) => entry !== null).map((entry) => filesOfEntry(entry)),
  );
  return nested.flat();
}

const carriesFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('Files') ?? false;

/** Takes files dropped or pasted anywhere on the page. `onDragging` tells when to show that it can. */
export function takeFiles(
  onFiles: (files: File[]) => void,
  onDragging: (dragging: boolean) => void,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let depth = 0; // dragenter and dragleave fire for every element on the way.
  const drag = (change: number) => (event: DragEvent) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    depth = Math.max(0, depth + change);
    onDragging(depth > 0);
  };
  addEventListener('dragenter', drag(1), { signal });
  addEventListener('dragleave', drag(-1), { signal });
  addEventListener('dragover', drag(0), { signal });
  addEventListener(
    'drop',
    (event) => {
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      depth = 0;
      onDragging(false);
      void droppedFiles(event.dataTransfer).then(onFiles);
    },
    { signal },
  );
  addEventListener(
    'paste',
    (event) => {
      const files = Array.from(event.clipboardData?.files ?? []);
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files);
    },
    { signal },
  );
  return () => {
    stop.abort();
  };
}
