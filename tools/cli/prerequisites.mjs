// What a machine must bring; every missing thing is named at once, with how to get it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pulumiFault } from "./cli-tools.mjs";
import { atLeast, capture, UserError, which } from "./process.mjs";

const vaults = ["/usr/lib/jvm", "/Library/Java/JavaVirtualMachines", join(homedir(), ".sdkman/candidates/java"), join(homedir(), ".jdks")];

function release(home) {
  for (const inner of ["", "Contents/Home"]) {
    const file = join(home, inner, "release");
    if (existsSync(file)) {
      return { home: join(home, inner), version: /JAVA_VERSION="(\d+)/.exec(readFileSync(file, "utf8"))?.[1] };
    }
  }
  return undefined;
}

function homes(feature) {
  const named = [process.env[`JAVA${feature}_HOME`], process.env[`JAVA_${feature}_HOME`], process.env.JAVA_HOME].filter(Boolean);
  const scanned = vaults.filter(existsSync).flatMap((dir) => readdirSync(dir).map((entry) => join(dir, entry)));
  return [...named, ...scanned];
}

/** The home of an installed JDK of that feature version, or undefined. */
export function findJdk(feature, candidates = homes(feature)) {
  return candidates.map(release).find((jdk) => jdk?.version === String(feature) && existsSync(join(jdk.home, "bin/javac")))?.home;
}

/** What the Python of the tests lacks, or undefined: its packages go into an environment of its own. */
export function pythonFault() {
  const seen = capture("python3", ["-c", "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"]);
  const [major, minor] = (seen ?? "0.0").split(".").map(Number);
  if (major === 3 && minor >= 10) return undefined;
  return `python3: ${seen ?? "not found, or without venv"} (expected: Python 3.10 or newer, e.g. the packages 'python3' and 'python3-venv')`;
}

/** What is wrong with Maven, or undefined: it says its version only on a JDK. */
function mavenFault(javaHome = process.env.JAVA_HOME) {
  const expected = "(expected: Apache Maven 3.8 or newer on PATH, e.g. the package 'maven')";
  if (!which("mvn")) return `mvn: not found ${expected}`;
  if (!javaHome) return undefined;
  const seen = /^(?:\x1b\[\S*?m)?Apache Maven (\d\S*)/m.exec(capture("mvn", ["-v"], { env: { ...process.env, JAVA_HOME: javaHome } }) ?? "")?.[1];
  return seen && atLeast(seen, "3.8") ? undefined : `mvn: ${seen ?? "says no version"} ${expected}`;
}

/**
 * Checks the machine; returns what the steps need to know.
 *
 * @param engine whether the Pulumi CLI is needed
 * @param forTests whether what only tests need must be there, too
 */
export function prerequisites(find = findJdk, { forTests = false, engine = true } = {}) {
  const faults = [];
  const node = Number(process.versions.node.split(".")[0]);
  if (node < 20) faults.push(`node: ${process.versions.node} (expected: 20 or newer)`);
  if (!which("npm")) faults.push("npm: not found (expected: the npm that comes with Node.js)");
  const jdk17 = find(17);
  const maven = mavenFault(jdk17);
  if (maven) faults.push(maven);
  if (!jdk17) faults.push("JDK 17: not found (expected: under /usr/lib/jvm, or JAVA17_HOME; e.g. the package 'openjdk-17-jdk-headless')");
  const jdk25 = find(25);
  if (!jdk25) faults.push("JDK 25: not found (expected: under /usr/lib/jvm, or JAVA25_HOME; e.g. Eclipse Temurin 25)");
  const pulumi = engine && pulumiFault();
  if (pulumi) faults.push(pulumi);
  const python = forTests && pythonFault();
  if (python) faults.push(python);
  if (faults.length > 0) throw new UserError(faults.join("\n"), 2);
  return { jdk17, jdk25, node: process.versions.node };
}
