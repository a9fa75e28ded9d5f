-- How the journal of each organisation fares, in numbers alone: its size, how far the latest checkpoint covers it, and since when something is not covered.
create function upkeep_journal() returns table (log org_code, size bigint, signed_size bigint, signed_at timestamptz, unsigned_since timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select h.log, h.size, coalesce(c.size, 0), c.signed_at,
    (select (convert_from(l.body, 'UTF8')::jsonb ->> 'at')::timestamptz from journal_leaf l where l.log = h.log and l.seq = coalesce(c.size, 0))
  from journal_head h left join lateral (
    select k.size, k.signed_at from journal_checkpoint k where k.log = h.log order by k.size desc limit 1) c on true
  order by h.log
$$;
