package proxy.balance;

/**
 * The balancer's settings.
 *
 * @param retryPercent second tries that a hundred requests earn
 * @param retryBurst second tries that may be saved up
 * @param replicas that share the pools and do not talk, at least 1
 */
public record BalanceSettings(int retryPercent, int retryBurst, int replicas) {}
