-- The 50 companies with the best scores for a market, from a score on and after
-- a place in the list. $1 is the reader's language, which nothing here depends
-- on, $2 the market, $3 the least score, $4 and $5 the score and the id of the
-- place.
SELECT json_build_object('data', json_build_object('companies', json_build_object('nodes', COALESCE(json_agg(company), '[]'))))
FROM (
  SELECT json_build_object('name', o.name, 'city', o.city) AS organisation, json_build_object('code', c.market_code) AS market,
    c.score_bp AS score, c.company_bp AS "companyScore", NULLIF(c.level, '') AS level, c.submitted_at AS "submittedAt", c.region
  FROM (
    SELECT * FROM companies
    WHERE country_code = $2 AND score_bp >= $3::text::integer AND (score_bp, id) < ($4::text::integer, $5::text::uuid) AND $1 <> ''
    ORDER BY score_bp DESC, id DESC LIMIT 50
  ) c
  JOIN organisations o ON o.id = c.id
  ORDER BY c.score_bp DESC, c.id DESC
) company
