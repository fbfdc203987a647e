// Package i18n holds everything that differs between the languages Fyrtårn
// speaks: messages, matching, dates, times, numbers, lists, the names of
// countries and zones, sorting and folding.
//
// A language is data: a row in languages.json, its messages in
// locales/<tag>.json and its CLDR tables in cldr/<tag>.json (written by
// gen/cldr.mjs). Nothing here names a single language in code, apart from
// English, the fallback of all, and Danish, whose order the database keeps.
//
// A [Bundle] is immutable once loaded and safe for concurrent use. A
// [Localizer] is one reader's view of it, made for each mail or request.
package i18n
