// Package browser tests the pages of the emulator in a browser, as a person uses them: with the event of `make demo`, on a phone
// and on a desktop. It is a separate module, so that the provider does not depend on a browser's protocol.
//
// The tests need Chromium on PATH, and for the accessibility checks axe-core (npm ci in this directory). Without Chromium they are
// skipped. They save screenshots in bin/screenshots of the repository.
package browser
