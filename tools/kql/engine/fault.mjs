/** What a query asks for that the engine does not do, at the node of the tree that asks for it. */
export class QueryFault extends Error {
  constructor(node, text) {
    super(text);
    this.offset = node.TextStart;
  }
}

/** A value that the engine cannot hold becomes a fault of the node that came to it. */
export function located(node, work) {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? new QueryFault(node, error.message) : error;
  }
}
