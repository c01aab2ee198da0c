/** Whether the engine has requested something that only a program declares; one provider process serves one run. */
let isDeclaring = false;

/** Notes that the run has a program: a destroy neither checks, creates nor updates, not even with its program. */
export function noteDeclared(): void {
  isDeclaring = true;
}

/** Whether this run takes everything away, and is no `up` that leaves a resource out or replaces it. */
export function isDestroy(): boolean {
  return !isDeclaring;
}
