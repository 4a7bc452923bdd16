import { Area, AreaChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useLocale } from "../use-locale.ts";
import type { BalancePoint } from "./balance-points.ts";
import { ticksUpTo } from "./ticks.ts";

export interface BalanceChartProps {
  readonly points: readonly BalancePoint[];
  /** In milliseconds. */
  readonly now: number;
}

const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
const TICK = { fill: "var(--pb-muted)", fontSize: 12 };

/** In a chunk of its own, because of what draws it. */
export default function BalanceChart({ points, now }: BalanceChartProps) {
  const { texts, formats } = useLocale();
  const rows = points.map(({ at, balance, isForecast }) => ({
    at,
    past: isForecast ? null : balance,
    // From now on: both lines have that point.
    ahead: at >= now ? balance : null,
  }));
  const ticks = ticksUpTo(Math.max(...points.map(({ balance }) => balance)));
  const line = { type: "stepAfter", isAnimationActive: false, dot: false, strokeWidth: 2 } as const;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart data={rows} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--pb-line)" />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={["dataMin", "dataMax"]}
          tickFormatter={formats.day}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          minTickGap={32}
        />
        <YAxis
          ticks={ticks}
          domain={[0, ticks.at(-1) ?? 1]}
          interval={0}
          width={44}
          tickFormatter={formats.compact}
          tick={TICK}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          cursor={{ stroke: "var(--pb-line-strong)" }}
          contentStyle={{ background: "var(--pb-surface)", border: "1px solid var(--pb-line)", borderRadius: 8 }}
          labelFormatter={(at) => formats.dateTime(Number(at))}
          formatter={(balance, name) => [formats.number(Number(balance)), name]}
        />
        <ReferenceLine x={now} stroke="var(--pb-line-strong)" strokeDasharray="2 3" />
        <Area {...line} dataKey="past" name={texts.chart.past} stroke="var(--pb-accent)" fill="var(--pb-accent-soft)" />
        <Area
          {...line}
          dataKey="ahead"
          name={texts.chart.forecast}
          stroke="var(--pb-accent)"
          strokeDasharray="4 4"
          fill="none"
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}
