/** jsdom lays nothing out: everything is visible unless a test says otherwise, and scrolling does nothing. */

Object.assign(Element.prototype, {
  checkVisibility(): boolean {
    return true;
  },
  scrollIntoView(): void {
    // Nothing to scroll.
  },
});
