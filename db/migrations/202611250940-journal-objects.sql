/*
 * An entry as JSON; null for what is none. The tree holds bytes, whatever they are: one entry that nobody can read must not stop the signing of
 * those that all can.
 */
create function journal_read(body bytea) returns jsonb
  language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
  return convert_from(body, 'UTF8')::jsonb;
exception when data_exception or program_limit_exceeded then
  return null;
end $$;

/* As before, but for entries without a readable type and object: they are signed like all, and found under no object. */
create or replace function journal_keep_checkpoint(of_log org_code, at_size bigint, its_root bytea, its_note text, at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  before bigint;
begin
  select coalesce(max(c.size), 0) into before from journal_checkpoint c where c.log = of_log;
  if not exists (select 1 from journal_head h where h.log = of_log and h.size >= at_size) or at_size <= before then
    raise exception 'no checkpoint of % entries can follow one of % in log %', at_size, before, of_log;
  end if;
  insert into journal_checkpoint (log, size, root, note, signed_at) values (of_log, at_size, its_root, its_note, at);
  if of_log <> 'TOP' then
    insert into journal_object (log, seq, type, object)
      select l.log, l.seq, e.entry ->> 'type', e.entry ->> 'object'
      from journal_leaf l cross join lateral (select journal_read(l.body) as entry offset 0) e
      where l.log = of_log and l.seq >= before and l.seq < at_size
        -- An index takes no longer one.
        and e.entry ->> 'type' is not null and length(e.entry ->> 'object') <= 500;
  end if;
end $$;
