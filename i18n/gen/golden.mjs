// Writes testdata/intl-golden.json: what a browser's Intl says, in every language
// of languages.json, for the moments, ranges, numbers and lists below. The Go
// test must say the same.
//
// Rerun (Node with ICU 78 / CLDR 48):  node i18n/gen/golden.mjs
import fs from 'node:fs';
import path from 'node:path';

if (!process.versions.cldr.startsWith('48')) {
  throw new Error(`CLDR 48 is needed, this Node has ${process.versions.cldr}`);
}
const root = path.join(path.dirname(new URL(import.meta.url).pathname), '..');
const rows = JSON.parse(fs.readFileSync(path.join(root, 'languages.json'), 'utf8')).languages;
const utc = (y, m, d, h = 0, min = 0) => new Date(Date.UTC(y, m - 1, d, h, min));
const iso = (d) => d.toISOString().slice(0, 16) + 'Z';

// Every month with a one-digit and a two-digit day, every weekday, the leap day,
// both summer-time changes and the turn of years.
const days = [];
for (let m = 1; m <= 12; m++) days.push(utc(2027, m, 1 + (m % 9)), utc(2027, m, 10 + m));
for (let d = 3; d <= 9; d++) days.push(utc(2028, 1, d));
days.push(utc(2028, 2, 29), utc(2027, 3, 28), utc(2027, 10, 31), utc(2027, 12, 31), utc(2030, 1, 1));

const dateRanges = [];
for (let m = 1; m <= 12; m++) {
  dateRanges.push([utc(2027, m, 2), utc(2027, m, 4)], [utc(2027, m, 9), utc(2027, m, 22)]);
  dateRanges.push([utc(2027, m, 28), utc(2027, m + 1, 3)]);
}
dateRanges.push([utc(2027, 5, 20), utc(2027, 5, 22)], [utc(2027, 5, 20), utc(2027, 5, 20)]);
dateRanges.push([utc(2028, 2, 29), utc(2028, 3, 1)], [utc(2027, 5, 20), utc(2028, 5, 20)]);
dateRanges.push([utc(2026, 11, 30), utc(2028, 2, 1)]);

const moments = [];
for (const [h, m] of [[0, 0], [0, 5], [7, 30], [9, 0], [11, 0], [12, 0], [13, 45], [23, 59]]) {
  moments.push(utc(2027, 5, 20, h, m), utc(2028, 11, 3, h, m));
}
const timeRanges = [
  [[9, 0], [9, 30]], [[9, 0], [9, 0]], [[7, 5], [8, 45]], [[9, 0], [17, 30]],
  [[0, 0], [12, 0]], [[11, 15], [12, 15]], [[13, 0], [23, 59]],
].map(([a, b]) => [utc(2027, 5, 20, ...a), utc(2027, 5, 20, ...b)]);
// Over midnight and over New Year: both ends with their date.
const nights = [[utc(2027, 5, 20, 22), utc(2027, 5, 21, 1)], [utc(2027, 12, 31, 18, 30), utc(2028, 1, 1, 9, 5)]];

const numbers = ['0', '7', '-1', '999', '1000', '1234', '9999', '10000', '12345', '-12345', '100000',
  '1234567', '1234567.5', '0.5', '-0.25', '1234.5', '98765.432', '12345678901234567890'];
const percents = ['0', '5', '28.6', '53.6', '100', '-2.5', '1234.5'];
const lists = [['A'], ['A', 'B'], ['A', 'B', 'C'], ['A', 'B', 'C', 'D', 'E'], ['Francia', 'Italia'],
  ['Aarhus', 'Odense', 'Ibiza'], ['agua', 'hielo'], ['padre', 'hijo'], ['A', 'Hi'], ['A', 'Íñigo']];

const golden = {};
for (const row of rows) {
  const f = (o) => new Intl.DateTimeFormat(row.formattingLocale, { timeZone: 'UTC', ...o });
  const full = f({ dateStyle: 'full' });
  const long = f({ dateStyle: 'long' });
  const month = f({ month: 'long', year: 'numeric' });
  const time = f({ timeStyle: 'short', hourCycle: 'h23' });
  const both = f({ dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' });
  const number = new Intl.NumberFormat(row.formattingLocale, { maximumFractionDigits: 20 });
  const percent = new Intl.NumberFormat(row.formattingLocale, { style: 'percent', maximumFractionDigits: 20 });
  const list = new Intl.ListFormat(row.formattingLocale, { type: 'conjunction' });
  const pairs = (values, say) => values.map(([a, b]) => [iso(a), iso(b), say(a, b)]);
  golden[row.tag] = {
    longDate: days.map((d) => [iso(d), full.format(d)]),
    date: days.map((d) => [iso(d), long.format(d)]),
    monthYear: days.slice(0, 24).map((d) => [iso(d), month.format(d)]),
    time: moments.map((d) => [iso(d), time.format(d)]),
    dateTime: moments.map((d) => [iso(d), both.format(d)]),
    // A row with ranges of its own does not follow Intl there.
    dateRange: row.dateRange ? [] : pairs(dateRanges, (a, b) => long.formatRange(a, b)),
    timeRange: pairs(timeRanges, (a, b) => time.formatRange(a, b)),
    nightRange: row.dateRange ? [] : pairs(nights, (a, b) => both.formatRange(a, b)),
    // As strings, which Intl reads as exact decimals; percent by its exponent.
    number: numbers.map((n) => [n, number.format(n)]),
    percent: percents.map((n) => [n, percent.format(`${n}e-2`)]),
    list: lists.map((items) => [items, list.format(items)]),
  };
}
const text = JSON.stringify(golden, null, 1).replace(/\[\n\s+("[^\]\n]*"(?:,\n\s+"[^\]\n]*")*)\n\s+\]/g,
  (_, inner) => `[${inner.replace(/,\n\s+/g, ', ')}]`);
fs.writeFileSync(path.join(root, 'testdata', 'intl-golden.json'), text + '\n');
