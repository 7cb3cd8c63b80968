/**
 * True for what `@pulumi/policy` throws when a rule reads a value that only exists after deployment. Its class is
 * internal to that package, so it is recognised by its own field.
 */
export function isUnknown(error: unknown): error is Error {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

/** What `read` answers, or undefined where that is not known during preview. */
export function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isUnknown(error)) return undefined;
    throw error;
  }
}
