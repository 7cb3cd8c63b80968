package proxy.front;

import proxy.observe.Reason;

/** A request head that is refused before it becomes a request. */
record Malformed(Reason reason, String message) {}
