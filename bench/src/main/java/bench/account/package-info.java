/** The simulated accounts: metered pools, answers whole or as streams, faults on command, and a record of what was asked of them. */
package bench.account;
