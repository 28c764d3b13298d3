import { LineFault, quoted } from './fault.ts';

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DATE = /^\d{4}-\d\d-\d\d([T ].*)?$/;

/** Whole numbers are exact up to about here, and millions of such counts can be added. */
const MOST_COUNT = 1e15;

/** @throws LineFault when it is not a finite decimal number */
export function numberOf(name: string, cell: string): number {
  if (cell.trim() === '') throw new LineFault(`the ${name} is empty`);
  const number = DECIMAL.test(cell) ? Number(cell) : NaN;
  if (Number.isFinite(number)) return number;
  const infinite = !Number.isNaN(number) || /^[+-]?inf(inity)?$/i.test(cell);
  throw new LineFault(infinite ? `the ${name} is not finite: ${quoted(cell)}` : `the ${name} is not a number: ${quoted(cell)}`);
}

/** @throws LineFault when it is not a number from 0 to 10¹⁵ */
export function countOf(cell: string): number {
  const count = numberOf('count', cell);
  if (count < 0) throw new LineFault(`the count is negative: ${quoted(cell)}`);
  if (count > MOST_COUNT) throw new LineFault(`the count is larger than ${MOST_COUNT}: ${quoted(cell)}`);
  return count;
}

/** A number in any unit, or a date as in ISO 8601, which becomes epoch seconds. @throws LineFault */
export function timeOf(cell: string): number {
  if (!DATE.test(cell)) return numberOf('time', cell);
  const time = Date.parse(cell) / 1000;
  if (Number.isNaN(time)) throw new LineFault(`the time is no date: ${quoted(cell)}`);
  return time;
}

/** @throws LineFault when it is empty */
export function idOf(name: string, cell: string): string {
  if (cell.trim() === '') throw new LineFault(`the ${name} is empty`);
  return cell;
}
