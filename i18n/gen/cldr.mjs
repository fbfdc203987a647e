// Writes the locale data that the program embeds: cldr/<tag>.json for every row
// of languages.json, cldr/countries.json and cldr/zones.json.
//
// Rerun (Node with ICU 78 / CLDR 48; "node -p process.versions.cldr" tells):
//   npm install --prefix DIR cldr-core@48.2.0 cldr-dates-full@48.2.0 cldr-bcp47@48.2.0
//   node i18n/gen/cldr.mjs DIR/node_modules [rows.json outdir]
//
// What Intl can say is read from Intl, so that server and browser agree by
// construction; the npm packages give only what Intl keeps to itself: ISO codes,
// exemplar cities, zone aliases and how ranges are joined.
import fs from 'node:fs';
import path from 'node:path';

if (!process.versions.cldr.startsWith('48')) {
  throw new Error(`CLDR 48 is needed, this Node has ${process.versions.cldr}`);
}
const here = path.dirname(new URL(import.meta.url).pathname);
const packages = process.argv[2];
const rowsFile = process.argv[3] ?? path.join(here, '..', 'languages.json');
const out = process.argv[4] ?? path.join(here, '..', 'cldr');
const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const cldr = (...parts) => read(path.join(packages, ...parts));
const write = (file, value) =>
  fs.writeFileSync(path.join(out, file), JSON.stringify(value, null, 1) + '\n');
const sorted = (object) =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

const utc = (y, m, d, h = 0, min = 0) => new Date(Date.UTC(y, m - 1, d, h, min));
const twelve = [...Array(12).keys()].map((i) => utc(2027, i + 1, 5));
const week = [...Array(7).keys()].map((i) => utc(2027, 8, 1 + i)); // 1 August 2027 is a Sunday

// isoCodes maps alpha-2 to alpha-3 for the 249 codes of ISO 3166-1 and for
// Kosovo's user-assigned XK. A numeric code under 900 tells an assigned code
// from a merely reserved one; a code with an alias is one that ISO withdrew.
function isoCodes() {
  const all = cldr('cldr-core', 'supplemental', 'codeMappings.json').supplemental.codeMappings;
  const withdrawn = cldr('cldr-core', 'supplemental', 'aliases.json').supplemental.metadata.alias.territoryAlias;
  const assigned = {};
  for (const [code, m] of Object.entries(all)) {
    if (/^[A-Z]{2}$/.test(code) && !withdrawn[code] && m._alpha3 && (Number(m._numeric) < 900 || code === 'XK')) {
      assigned[code] = m._alpha3;
    }
  }
  return sorted(assigned);
}

// zoneAliases maps every IANA name to the one under which CLDR files its data.
function zoneAliases() {
  const types = cldr('cldr-bcp47', 'bcp47', 'timezone.json').keyword.u.tz;
  const aliases = {};
  const canonical = [];
  for (const [key, type] of Object.entries(types)) {
    if (key.startsWith('_') || !type._alias) continue;
    const [first, ...rest] = type._alias.split(' ');
    if (!first.includes('/') || first.startsWith('Etc/')) continue;
    canonical.push(first);
    for (const name of rest) if (name.includes('/')) aliases[name] = first;
  }
  return { canonical: canonical.sort(), aliases: sorted(aliases) };
}

const lastPart = (zone) => zone.split('/').pop().replaceAll('_', ' ');

// pattern turns the parts of a formatted date into CLDR's field letters in
// braces: {EEEE} {d} {dd} {MMMM} {LLLL} {M} {MM} {y} {H} {HH} {mm}. A field of
// the later end of a range is {end.…}; what both ends share is named once.
function pattern(parts, monthField, date) {
  const fields = {
    weekday: () => 'EEEE',
    day: (v) => (v.length === 2 && date.getUTCDate() < 10 ? 'dd' : 'd'),
    month: (v) => (/^\d+$/.test(v) ? (v.length === 2 && date.getUTCMonth() < 9 ? 'MM' : 'M') : monthField),
    year: () => 'y',
    hour: (v) => (v.length === 2 ? 'HH' : 'H'),
    minute: () => 'mm',
  };
  return parts
    .map((p) => {
      if (p.type === 'literal') return p.value;
      if (!fields[p.type]) throw new Error(`unexpected ${p.type} in ${JSON.stringify(parts)}`);
      return `{${p.source === 'endRange' ? 'end.' : ''}${fields[p.type](p.value)}}`;
    })
    .join('');
}

function dates(row) {
  const f = (o) => new Intl.DateTimeFormat(row.formattingLocale, { timeZone: 'UTC', ...o });
  const part = (format, type) => (d) => format.formatToParts(d).find((p) => p.type === type).value;
  const full = f({ dateStyle: 'full' });
  const long = f({ dateStyle: 'long' });
  const time = f({ timeStyle: 'short', hourCycle: 'h23' });
  const both = f({ dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' });
  const monthYear = f({ month: 'long', year: 'numeric' });
  const d = utc(2027, 5, 4, 7, 5);
  const whole = (format, month) => pattern(format.formatToParts(d), month, d);
  const single = (format, month = 'MMMM') => {
    const text = whole(format, month);
    // V8's format, unlike its formatToParts and formatRange, writes a common
    // space for the narrow unbreakable one.
    return format.format(d).includes('\u202f') ? text : text.replaceAll('\u202f', ' ');
  };
  const range = (format, from, to) => pattern(format.formatRangeToParts(from, to), 'MMMM', from);
  // Over midnight both ends are written in full, joined as CLDR joins what
  // has no shorter range.
  const folder = packageLocale(row);
  const fallback = cldr('cldr-dates-full', 'main', folder, 'ca-gregorian.json').main[folder].dates
    .calendars.gregorian.dateTimeFormats.intervalFormats.intervalFormatFallback;
  const moment = whole(both, 'MMMM');
  return {
    months: twelve.map(part(full, 'month')),
    standaloneMonths: twelve.map(part(f({ month: 'long' }), 'month')),
    weekdays: week.map(part(full, 'weekday')),
    patterns: {
      longDate: single(full),
      date: single(long),
      monthYear: single(monthYear, 'LLLL'),
      time: single(time),
      dateTime: single(both),
    },
    dateRange: {
      d: range(long, utc(2027, 5, 2), utc(2027, 5, 4)),
      M: range(long, utc(2027, 5, 2), utc(2027, 6, 4)),
      y: range(long, utc(2027, 5, 2), utc(2028, 6, 4)),
    },
    timeRange: {
      m: range(time, utc(2027, 5, 4, 7, 5), utc(2027, 5, 4, 7, 45)),
      H: range(time, utc(2027, 5, 4, 7, 5), utc(2027, 5, 4, 8, 45)),
      d: fallback.replace('{0}', moment).replace('{1}', moment.replaceAll('{', '{end.')),
    },
  };
}

// packageLocale is the folder of the npm packages for a row: the fullest that
// exists of da-DK, da.
function packageLocale(row) {
  const tags = [row.formattingLocale.replace(/-u-.*/, ''), row.tag];
  return tags.find((t) => fs.existsSync(path.join(packages, 'cldr-dates-full', 'main', t)));
}

function lists(row) {
  const parts = (items) =>
    new Intl.ListFormat(row.formattingLocale, { type: 'conjunction' })
      .formatToParts(items)
      .filter((p) => p.type === 'literal')
      .map((p) => p.value);
  const [pair] = parts(['A', 'B']);
  const [start, middle, end] = parts(['A', 'B', 'C', 'D']);
  const data = { pair, start, middle, end };
  // Spanish writes "e" for "y" before the sound of i; ICU has the rule in code.
  const [beforeI] = parts(['A', 'Ibiza']);
  if (beforeI !== pair) {
    data.before = {
      match: '(?i)^(?:i|hi(?:[^ae]|$))',
      pair: beforeI,
      end: parts(['A', 'B', 'C', 'Ibiza'])[2],
    };
  }
  return data;
}

function numbers(row) {
  const parts = (n, o) => new Intl.NumberFormat(row.formattingLocale, o).formatToParts(n);
  const value = (list, type) => list.find((p) => p.type === type)?.value ?? '';
  const beforeDigits = (list) => text(list.slice(0, list.findIndex((p) => p.type === 'integer')));
  const text = (list) => list.map((p) => p.value).join('');
  const around = parts(0.5, { style: 'percent' });
  const at = around.findIndex((p) => p.type === 'integer');
  return {
    decimal: value(parts(1.5), 'decimal'),
    group: value(parts(1234567), 'group'),
    minus: beforeDigits(parts(-1)),
    minimumGroupingDigits: value(parts(1234), 'group') ? 1 : 2,
    percentBefore: text(around.slice(0, at)),
    percentAfter: text(around.slice(at + 1)),
  };
}

function zoneNames(row, zones) {
  const tags = [...new Set([packageLocale(row), row.tag])];
  const files = tags.map((t) => cldr('cldr-dates-full', 'main', t, 'timeZoneNames.json').main[t].dates.timeZoneNames);
  const cities = {};
  for (const zone of zones.canonical) {
    const steps = zone.split('/');
    const city = files.map((f) => steps.reduce((o, s) => o?.[s], f.zone)?.exemplarCity).find(Boolean);
    if (city && city !== lastPart(zone)) cities[zone] = city;
  }
  return { format: files[0].regionFormat, cities: sorted(cities) };
}

function countryNames(row, codes) {
  const names = new Intl.DisplayNames(row.formattingLocale, { type: 'region', fallback: 'none' });
  return Object.fromEntries(Object.keys(codes).map((code) => [code, names.of(code)]));
}

const codes = isoCodes();
const zones = zoneAliases();
for (const row of read(rowsFile).languages) {
  write(`${row.tag}.json`, {
    cldr: process.versions.cldr,
    locale: row.formattingLocale,
    dates: dates(row),
    lists: lists(row),
    numbers: numbers(row),
    zones: zoneNames(row, zones),
    countries: countryNames(row, codes),
  });
}
if (!process.argv[4]) {
  write('countries.json', codes);
  write('zones.json', zones.aliases);
}
