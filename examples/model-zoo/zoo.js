// SPDX-License-Identifier: Apache-2.0
// One list item a model, one converter a version it can be converted for.
import './cnn2snn/element.js';

const GENERATIONS = { v1: 'Akida 1.0', v2: 'Akida 2.0' };
const list = document.querySelector('#models');
const item = document.querySelector('#model').content;

function converter({ name, file }, version) {
  const element = document.createElement('cnn2snn-converter');
  element.setAttribute('src', file);
  element.setAttribute('version', version);
  element.setAttribute('aria-label', `Convert ${name} for ${GENERATIONS[version]}`);
  const words = document.createElement('span');
  words.slot = 'convert';
  words.textContent = `Convert for ${version} (${GENERATIONS[version]})`;
  element.append(words);
  return element;
}

for (const model of await (await fetch('models.json')).json()) {
  const entry = item.cloneNode(true);
  entry.querySelector('h2').textContent = model.name;
  entry.querySelector('p').textContent = model.about;
  entry.querySelector('a').href = model.file;
  entry.querySelector('li').append(...model.versions.map((version) => converter(model, version)));
  list.append(entry);
}
