// The alert rules of a stack that is up, and data that makes them speak.
import { running, api } from "../cli/local-azure.mjs";
import { command } from "./platform.mjs";

/** The rules in the engine's checkpoint: what each watches, what it counts and over which time. */
export async function deployedRules(stack) {
  const { status, stdout, stderr } = await command("export", ["--stack", stack]);
  if (status !== 0) throw new Error(stderr);
  const rules = JSON.parse(stdout).deployment.resources.filter(({ type }) => /^azure-native:insights[:/].*(MetricAlert|ScheduledQueryRule)$/.test(type));
  return rules.map(({ id, inputs }) => {
    const [criterion] = inputs.criteria.allOf;
    const dimensions = Object.fromEntries((criterion.dimensions ?? []).map(({ name, values }) => [name, values[0]]));
    return { id, alert: inputs.tags.alert, severity: inputs.severity, scope: inputs.scopes[0], criterion, dimensions };
  });
}

/** Evaluates every rule as of a time, or now, and answers with every alert. */
export const evaluate = (now) => api(running(), "/api/monitor/evaluate", now ? { now: now.toISOString() } : {});

/** Posts one of a signal's two kinds of data, for each of these rules, as of a time. */
export async function post(rules, signals, kind, time) {
  const metrics = rules.filter(({ alert }) => !signals[alert].table).map((rule) => measured(rule, signals[rule.alert][kind], time));
  await api(running(), "/api/monitor/metrics", metrics);
  for (const rule of rules.filter(({ alert }) => signals[alert].table)) {
    const { table, [kind]: rows } = signals[rule.alert];
    await api(running(), "/api/monitor/logs", { table, rows: rows.map((row) => ({ ...row, ...own(rule), TimeGenerated: time.toISOString() })) });
  }
}

function measured({ scope, criterion, dimensions }, signal, time) {
  const value = typeof signal === "string" ? (criterion.threshold * parseFloat(signal)) / 100 : signal;
  const counted = criterion.timeAggregation === "Count" ? { value, count: value } : { value };
  return { resource: scope, metric: criterion.metricName, dimensions, time: time.toISOString(), ...counted };
}

/** The columns by which a rule knows its own rows. */
const own = ({ dimensions }) => Object.fromEntries(Object.entries(dimensions).filter(([name]) => ["Resource", "ContainerAppName"].includes(name)));
