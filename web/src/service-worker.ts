// SPDX-License-Identifier: Apache-2.0

/** Replaced by the build: everything the page needs, and a name that changes with any of it. */
declare const PRECACHE: { name: string; files: string[] };

declare const self: ServiceWorkerGlobalScope;
const worker = self;
/** Other pages of the same host may keep caches of their own: only ours are ever deleted. */
const PREFIX = `cnn2snn ${worker.registration.scope} `;
const CACHE = PREFIX + PRECACHE.name;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(PRECACHE.files.map((file) => `./${file}`))),
  );
});

worker.addEventListener('activate', (event) => {
  const dropOldCaches = caches
    .keys()
    .then((names) =>
      Promise.all(
        names
          .filter((name) => name.startsWith(PREFIX) && name !== CACHE)
          .map((name) => caches.delete(name)),
      ),
    );
  event.waitUntil(dropOldCaches.then(() => worker.clients.claim()));
});

/** What is kept, else from the network: parts of the page and examples are kept from then on. */
async function answer(request: Request, isPage: boolean): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(isPage ? './index.html' : request, {
    ignoreSearch: isPage || request.mode === 'navigate',
  });
  if (kept) return kept;
  const response = await fetch(request);
  const { href } = new URL('./', worker.location.href);
  const own =
    request.url.startsWith(href) &&
    /^(assets|examples|models)\//.test(request.url.slice(href.length));
  if (own && response.ok) await cache.put(request, response.clone());
  return response;
}

worker.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  const { href } = new URL('./', worker.location.href);
  const isPage =
    event.request.mode === 'navigate' && event.request.url.replace(/[?#].*$/, '') === href;
  event.respondWith(answer(event.request, isPage));
});
