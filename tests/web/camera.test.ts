// SPDX-License-Identifier: Apache-2.0

import { atSite, Visit } from './browser';
import { DIGITS_FBZ } from './digits';

// Chromium's own film in place of a camera.
const site = atSite('/', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');

test('the camera is answered, frame by frame, and let go when it is switched off', async () => {
  const visit = await Visit.start(site.browser, site.url, { permissions: ['camera'] });
  const { page } = visit;
  await visit.choose(DIGITS_FBZ);
  await page.getByTestId('open-try').click();
  const camera = page.getByRole('button', { name: 'Camera' });
  await camera.click();
  await page.getByTestId('scores').waitFor();
  expect(await page.locator('.answer figcaption').textContent()).toBe('the camera');
  const stream = await page
    .getByTestId('camera')
    .evaluateHandle((video) => (video as HTMLVideoElement).srcObject as MediaStream);
  await camera.click();
  await page.waitForFunction(
    (given) => given.getTracks().every(({ readyState }) => readyState === 'ended'),
    stream,
  );
  expect(visit.errors).toEqual([]);
  await visit.end();
});

test('where the camera is refused, the page says so', async () => {
  const visit = await Visit.start(site.browser, site.url, {}, async (page) => {
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    });
  });
  await visit.choose(DIGITS_FBZ);
  await visit.page.getByTestId('open-try').click();
  await visit.page.getByRole('button', { name: 'Camera' }).click();
  await visit.page.getByText('The camera cannot be used: Permission denied').waitFor();
  await visit.end();
});
