// Prints the home of the JDK that runs Maven, for shell scripts; names every missing prerequisite when there is none.
import { prerequisites } from "./prerequisites.mjs";

try {
  process.stdout.write(`${prerequisites().jdk17}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode ?? 1;
}
