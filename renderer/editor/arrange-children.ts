/**
 * Brings these into the parent, in this order, moving as few as it cheaply can. `still` is never moved: `moveBefore`
 * keeps a moved element's focus but not its text selection, and a running composition survives neither. Other children
 * are left where they are, for whoever wants them next.
 */
export function arrangeChildren(parent: Element, wanted: readonly Element[], still: Element | null): void {
  const at = still?.parentElement === parent ? wanted.indexOf(still) : -1;
  putInOrder(parent, at === -1 ? wanted : wanted.slice(0, at), parent.firstElementChild, at === -1 ? null : still);
  if (at !== -1 && still) putInOrder(parent, wanted.slice(at + 1), still.nextElementSibling, null);
}

function putInOrder(parent: Element, wanted: readonly Element[], first: Element | null, end: Element | null): void {
  let cursor = first;
  for (const element of wanted) {
    if (element === cursor) cursor = cursor.nextElementSibling;
    // The one at the cursor has moved away: it is put in its place when its turn comes.
    else if (cursor !== end && cursor?.nextElementSibling === element) cursor = element.nextElementSibling;
    else moveTo(parent, element, cursor);
  }
}

/** Moves keep the element's state (focus, scroll, what has been drawn) where the browser can. */
function moveTo(parent: Element, element: Element, before: Element | null): void {
  if (element.isConnected && parent.isConnected) parent.moveBefore(element, before);
  else parent.insertBefore(element, before);
}
