package proxy.balance;

/**
 * The balancer's settings.
 *
 * @param retryPercent second tries that a hundred requests earn
 * @param retryBurst second tries that may be saved up
 */
public record BalanceSettings(int retryPercent, int retryBurst) {

    public static final BalanceSettings DEFAULTS = new BalanceSettings(20, 50);
}
