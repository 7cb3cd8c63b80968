// Kusto's datetime and timespan: ticks of 100 ns as BigInt, a datetime's since the year 1, so that bins begin where Kusto's do.
// Formats: Microsoft Learn, "The datetime data type" and "The timespan data type".

const epochTicks = 621_355_968_000_000_000n;
const perMillisecond = 10_000n;
const second = 10_000_000n;

const unitTicks = {
  tick: 1n,
  ticks: 1n,
  microsecond: 10n,
  microseconds: 10n,
  ms: perMillisecond,
  millisecond: perMillisecond,
  milliseconds: perMillisecond,
  s: second,
  sec: second,
  second,
  seconds: second,
  m: 60n * second,
  min: 60n * second,
  minute: 60n * second,
  minutes: 60n * second,
  h: 3_600n * second,
  hr: 3_600n * second,
  hour: 3_600n * second,
  hours: 3_600n * second,
  d: 86_400n * second,
  day: 86_400n * second,
  days: 86_400n * second,
};

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7})\d*)?)?)? ?(?:(Z)|([+-])(\d\d):?(\d\d))?$/;

/** The ticks of an ISO 8601 text in UTC unless it says otherwise; null when it is none, or names a day that is not. */
export function datetime(text) {
  const found = iso.exec(text.trim());
  if (!found) return null;
  const [, year, month, day, hour = "0", minute = "0", seconds = "0", fraction = "", , sign, zoneHours = "0", zoneMinutes = "0"] = found;
  const date = new Date(0);
  date.setUTCFullYear(+year, +month - 1, +day);
  if (date.getUTCDate() !== +day || date.getUTCMonth() !== +month - 1 || +hour > 23 || +minute > 59 || +seconds > 59) return null;
  const zone = BigInt(+`${sign ?? "+"}1` * (+zoneHours * 60 + +zoneMinutes));
  const clock = BigInt((+hour * 60 + +minute) * 60 + +seconds) - zone * 60n;
  return epochTicks + BigInt(date.getTime()) * perMillisecond + clock * second + BigInt(fraction.padEnd(7, "0"));
}

/** The ticks of `1.5h`, `15 seconds`, `2` (days) or `[d.]hh:mm[:ss[.fffffff]]`; null when it is none of these. */
export function timespan(text) {
  const amount = /^(-?)(\d+)(?:\.(\d+))? ?([a-z]*)$/.exec(text.trim());
  if (amount) {
    const [, minus, whole, fraction = "", unit] = amount;
    const ticks = unit === "" ? unitTicks.d : unitTicks[unit];
    return ticks === undefined ? null : signed(minus, (BigInt(whole + fraction) * ticks) / 10n ** BigInt(fraction.length));
  }
  const clock = /^(-?)(?:(\d+)\.)?(\d\d?):(\d\d?)(?::(\d\d?)(?:\.(\d{1,7}))?)?$/.exec(text.trim());
  if (!clock) return null;
  const [, minus, days = "0", hours, minutes, seconds = "0", fraction = ""] = clock;
  if (+hours > 23 || +minutes > 59 || +seconds > 59) return null;
  const whole = BigInt(((+days * 24 + +hours) * 60 + +minutes) * 60 + +seconds);
  return signed(minus, whole * second + BigInt(fraction.padEnd(7, "0")));
}

const signed = (minus, ticks) => (minus ? -ticks : ticks);

/** `2026-11-27T12:00:00.1234567Z`; with `digits` as many places of a second, else as few as say it. */
export function datetimeText(ticks, digits) {
  const since = ticks - epochTicks;
  const seconds = (since - modulo(since, second)) / second;
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace(/^\+00/, "");
  return `${text}${fractionText(modulo(since, second), digits)}Z`;
}

/** `[-][d.]hh:mm:ss[.fffffff]`. */
export function timespanText(ticks) {
  const all = ticks < 0n ? -ticks : ticks;
  const seconds = all / second;
  const clock = [(seconds / 3600n) % 24n, (seconds / 60n) % 60n, seconds % 60n].map((part) => String(part).padStart(2, "0")).join(":");
  const days = seconds / 86_400n;
  const fraction = all % second;
  return `${ticks < 0n ? "-" : ""}${days ? `${days}.` : ""}${clock}${fraction ? fractionText(fraction, 7) : ""}`;
}

function fractionText(ticks, digits) {
  const text = String(ticks).padStart(7, "0");
  const shown = digits === undefined ? text.replace(/0+$/, "") : text.slice(0, digits);
  return shown && `.${shown}`;
}

/** The remainder that is never negative, of numbers or ticks. */
export function modulo(value, by) {
  const size = by < 0 ? -by : by;
  return ((value % size) + size) % size;
}
