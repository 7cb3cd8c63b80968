/** What is measured and written down: one class and one page of results each. */
package bench.scenario;
