// SPDX-License-Identifier: Apache-2.0
//
// What cli.cpp asks of JavaScript, handed on to `Module.system` (npm/src/cli/system.ts): a library of
// Emscripten's, whose compiler puts in the functions that are named here.
mergeInto(LibraryManager.library, {
  $textAt: function (at) {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      HEAPU8.subarray(at, HEAPU8.indexOf(0, at)),
    );
  },
  $answer: function (text, string) {
    const bytes = new TextEncoder().encode(text);
    const room = Module['_text_room'](string, bytes.length);
    HEAPU8.set(bytes, room);
  },

  system_argument__deps: ['$answer'],
  system_argument: function (index, word) {
    const words = Module['words'];
    if (index < words.length) answer(words[index], word);
    return index < words.length;
  },

  // Gives the number of bytes, or -1 and the reason; system_take copies them.
  system_read__deps: ['$answer', '$textAt'],
  system_read: function (path, reason) {
    const found = Module['system']['read'](textAt(path));
    if (typeof found != 'string') return (Module['taken'] = found).length;
    answer(found, reason);
    return -1;
  },
  system_take: function (bytes) {
    HEAPU8.set(Module['taken'], bytes);
    Module['taken'] = undefined;
  },

  system_write__deps: ['$answer', '$textAt'],
  system_write: function (path, bytes, size, reason) {
    const part = HEAPU8.subarray(bytes, bytes + size);
    answer(Module['system']['write'](textAt(path), part), reason);
  },

  system_kind__deps: ['$textAt'],
  system_kind: function (path) {
    return Module['system']['kind'](textAt(path));
  },

  system_identity__deps: ['$answer', '$textAt'],
  system_identity: function (path, identity) {
    answer(Module['system']['identity'](textAt(path)), identity);
  },

  system_environment__deps: ['$answer', '$textAt'],
  system_environment: function (name, value) {
    const found = Module['system']['environment'](textAt(name));
    if (found !== undefined) answer(found, value);
    return found !== undefined;
  },

  system_error_is_terminal: function () {
    return Module['system']['errorIsTerminal']();
  },

  system_out: function (text, size) {
    return Module['system']['out'](HEAPU8.subarray(text, text + size));
  },

  system_err: function (text, size) {
    Module['system']['err'](HEAPU8.subarray(text, text + size));
  },
});
