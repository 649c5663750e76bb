// Numbers, ticks and words of the live curve: pure functions, no page.

/** Python sends what JSON cannot hold ("nan", "inf", "-inf") as text. */
function toNumber(value) {
  if (typeof value === "number") return value;
  return { inf: Infinity, "-inf": -Infinity }[value] ?? NaN;
}

/** A step of 1, 2 or 5 times a power of ten that divides `span` into about `count` parts. */
function niceStep(span, count) {
  const raw = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5].find((factor) => factor * power >= raw * 0.999) ?? 10);
}

function ticksBetween(low, high, step) {
  const ticks = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-6; index += 1) {
    ticks.push(index * step);
  }
  return ticks;
}

/** Losses start at 0, so that heights can be compared. */
function lossScale(values) {
  const finite = values.filter(Number.isFinite);
  const top = finite.length ? Math.max(...finite) : 1;
  const step = niceStep(top > 0 ? top : 1, 4);
  const high = Math.max(step, Math.ceil((top / step) * 0.9999) * step);
  const low = finite.some((value) => value < 0) ? -Math.ceil(-Math.min(...finite) / step) * step : 0;
  return { low, high, ticks: ticksBetween(low, high, step) };
}

/** Accuracies end at 1 and start at the multiple of 0.1 below the smallest. */
function accuracyScale(values) {
  const finite = values.filter(Number.isFinite);
  const smallest = finite.length ? Math.min(...finite) : 0;
  const low = Math.min(0.9, Math.max(0, Math.floor(smallest * 10 - 1e-9) / 10));
  return { low, high: 1, ticks: ticksBetween(low, 1, niceStep(1 - low, 4)) };
}

function epochTicks(total, width) {
  const step = Math.max(1, Math.ceil(niceStep(total, Math.max(2, Math.floor(width / 55)))));
  const ticks = ticksBetween(1, total, step).map(Math.round);
  if (ticks[0] !== 1) ticks.unshift(1);
  // The last epoch is always named; a tick that would touch it goes.
  while (ticks.length > 1 && total - ticks[ticks.length - 1] < step * 0.6) ticks.pop();
  return total > 1 ? [...ticks, total] : [1];
}

function formatLoss(value) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value !== 0 && (Math.abs(value) >= 10000 || Math.abs(value) < 0.001)) return value.toExponential(1);
  return value.toFixed(Math.abs(value) >= 100 ? 0 : 3);
}

/** Short numbers for the axis. */
function formatLossTick(value) {
  if (Math.abs(value) >= 10000) return value.toExponential(0);
  return String(Number(value.toPrecision(3)));
}

function formatAccuracy(value) {
  return Number.isFinite(value) ? `${(value * 100).toFixed(1)} %` : formatLoss(value);
}

const formatAccuracyTick = (value) => `${Math.round(value * 1000) / 10} %`;
const formatLossGap = (train, validation) => `gap ${formatLoss(Math.abs(validation - train))}`;
const formatAccuracyGap = (train, validation) => `gap ${(Math.abs(train - validation) * 100).toFixed(1)} points`;
