package proxy.balance;

/** A backend at one moment: milliseconds until its pool opens again and until it is tried again, 0 when now. */
public record BackendStatus(Backend backend, long parkedMillis, long ejectedMillis) {}
