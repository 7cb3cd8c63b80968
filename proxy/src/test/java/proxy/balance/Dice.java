package proxy.balance;

import java.util.ArrayDeque;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chance that falls as told: what was put down is drawn in order, then 0; the fractions are all one half. */
final class Dice implements RandomGenerator {

    private final ArrayDeque<Integer> next = new ArrayDeque<>();

    void fall(Integer... numbers) {
        next.addAll(List.of(numbers));
    }

    @Override
    public int nextInt(int bound) {
        return next.isEmpty() ? 0 : next.poll() % bound;
    }

    @Override
    public double nextDouble() {
        return 0.5;
    }

    @Override
    public long nextLong() {
        throw new UnsupportedOperationException("only small numbers and fractions are drawn");
    }
}
