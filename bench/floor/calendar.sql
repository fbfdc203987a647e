-- The 50 visits that begin on or after a day. $1 is the reader's language, $2
-- the day. What the reader's language does not have is answered in English,
-- else in the language in which it was written.
SELECT json_build_object('data', json_build_object('delegations', json_build_object('nodes', COALESCE(json_agg(visit), '[]'))))
FROM (
  SELECT d.reference,
    json_build_object('text', d.title -> 'texts' -> t.language ->> 'text', 'language', t.language) AS title,
    d.starts_on AS "startsOn", d.ends_on AS "endsOn", d.state,
    json_build_object('code', d.country_code, 'name', json_build_object('text', c.name)) AS country,
    CASE WHEN h.id IS NOT NULL THEN json_build_object('name', h.name) END AS host,
    (SELECT count(*) FROM sessions s WHERE s.delegation_id = d.id AND NOT s.cancelled) AS "sessionCount",
    (SELECT COALESCE(json_agg(stop), '[]') FROM (
      SELECT json_build_object('text', COALESCE(s.title -> 'texts' -> $1 ->> 'text', s.title -> 'texts' -> 'en' ->> 'text',
               s.title -> 'texts' -> (s.title ->> 'source') ->> 'text')) AS title,
        s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.city
      FROM sessions s WHERE s.delegation_id = d.id AND NOT s.cancelled ORDER BY s.starts_at, s.id LIMIT 3
    ) stop) AS sessions
  FROM (
    SELECT * FROM delegations
    WHERE COALESCE(starts_on, '9999-12-31') >= $2::text::date ORDER BY COALESCE(starts_on, '9999-12-31'), id LIMIT 50
  ) d
  CROSS JOIN LATERAL (SELECT CASE
    WHEN d.title -> 'texts' ? $1 THEN $1 WHEN d.title -> 'texts' ? 'en' THEN 'en' ELSE d.title ->> 'source' END AS language) t
  LEFT JOIN organisations h ON h.id = d.host_id
  LEFT JOIN floor_country_names c ON c.code = d.country_code AND c.language = $1
  ORDER BY COALESCE(d.starts_on, '9999-12-31'), d.id
) visit
