// SPDX-License-Identifier: Apache-2.0

/** Lets the service worker keep the page for later visits without a network. */
export function workOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // Hosts without https offer no service workers: the page then simply needs the network.
  navigator.serviceWorker.register('./service-worker.js', { updateViaCache: 'none' }).then(
    () =>
      navigator.serviceWorker.ready.then(() => {
        document.documentElement.dataset.offline = 'ready';
      }),
    () => {
      document.documentElement.dataset.offline = 'unavailable';
    },
  );
}
