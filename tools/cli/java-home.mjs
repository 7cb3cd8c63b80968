// Prints the home of the JDK that runs Maven, for shell scripts, or names every missing prerequisite; with --tests also of those that only
// tests have.
import { findJdk, prerequisites } from "./prerequisites.mjs";

try {
  process.stdout.write(`${prerequisites(findJdk, { forTests: process.argv.includes("--tests") }).jdk17}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode ?? 1;
}
